/** The fields that decide which day is looked at: department, doctor, visit and date. */
import { byId, el } from "../core/dom.js";
import { Emitter } from "../core/emitter.js";
import { showError } from "../shell/form-errors.js";
import { words } from "./words.js";

/**
 * @typedef {{id: number, name: string, department: {id: number, name: string}}} Doctor
 */

/** Tells `change` when another day is asked for. */
export class WhoAndWhen extends Emitter {
  #api;
  #department = /** @type {HTMLSelectElement} */ (byId("id_department"));
  #doctor = /** @type {HTMLSelectElement} */ (byId("id_doctor"));
  #visit = /** @type {HTMLSelectElement} */ (byId("id_visit_type"));
  #date = /** @type {HTMLInputElement} */ (byId("id_date"));

  /** @param {import("../core/api.js").Api} api */
  constructor(api) {
    super();
    this.#api = api;
    this.#department.addEventListener("change", () => this.#filterDoctors());
    for (const [name, control] of Object.entries({
      doctor: this.#doctor,
      visit_type: this.#visit,
      date: this.#date,
    })) {
      control.addEventListener("change", () => {
        showError(name, []);
        this.emit("change");
      });
    }
  }

  /** @returns {import("./doctor-day.js").Asked} */
  get asked() {
    const doctor = Number(this.#doctor.value) || null;
    const visitType = Number(this.#visit.value) || null;
    return { doctor: this.#date.value ? doctor : null, visitType, date: this.#date.value };
  }

  /** The chosen department's id, or null. */
  get department() {
    return Number(this.#department.value) || null;
  }

  get doctorName() {
    return this.#doctor.selectedOptions[0]?.textContent ?? "";
  }

  /** @param {string} date YYYY-MM-DD */
  goTo(date) {
    if (this.#date.value === date) return;
    this.#date.value = date;
    this.emit("change");
  }

  async #filterDoctors() {
    const before = this.#doctor.value;
    try {
      const doctors = await this.#api.get("/api/doctors/", { department: this.#department.value });
      this.#doctor.replaceChildren(
        el("option", { value: "", text: words.chooseDoctor }),
        ...groups(doctors),
      );
      this.#doctor.value = before;
      if (this.#doctor.value !== before) this.#doctor.value = "";
      showError("department", []);
    } catch (/** @type {any} */ error) {
      showError("department", [error.message]);
    }
    if (this.#doctor.value !== before) this.emit("change");
  }
}

/** @param {Doctor[]} doctors */
function groups(doctors) {
  /** @type {Map<string, Doctor[]>} */
  const byDepartment = new Map();
  for (const doctor of doctors) {
    const list = byDepartment.get(doctor.department.name) ?? [];
    byDepartment.set(doctor.department.name, [...list, doctor]);
  }
  return [...byDepartment]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([label, list]) =>
      el(
        "optgroup",
        { label },
        ...list.map(({ id, name }) => el("option", { value: id, text: name })),
      ),
    );
}
