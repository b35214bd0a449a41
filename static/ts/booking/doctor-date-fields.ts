/** The fields that decide which day is looked at: department, doctor, visit and date. */
import { byId, el } from "../core/dom.ts";
import { Emitter } from "../core/emitter.ts";
import { showError } from "../shell/form-errors.ts";
import { words } from "./words.ts";
import type { Api, Failure } from "../core/api.ts";
import type { Asked } from "./doctor-day.ts";

interface Doctor {
  id: number;
  name: string;
  department: { id: number; name: string };
}

/** Tells `change` when another day is asked for. */
export class WhoAndWhen extends Emitter {
  #api: Api;
  #department = byId<HTMLSelectElement>("id_department");
  #doctor = byId<HTMLSelectElement>("id_doctor");
  #visit = byId<HTMLSelectElement>("id_visit_type");
  #date = byId<HTMLInputElement>("id_date");

  constructor(api: Api) {
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

  get asked(): Asked {
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

  /** Shows how long the visit without a type is with this doctor; null: not known. */
  nameStandard(slotMinutes: number | null) {
    const [option] = this.#visit.options;
    const text = words.standard(slotMinutes);
    if (option.textContent !== text) option.textContent = text;
  }

  /** The date is YYYY-MM-DD. */
  goTo(date: string) {
    if (this.#date.value === date) return;
    this.#date.value = date;
    this.emit("change");
  }

  async #filterDoctors() {
    const before = this.#doctor.value;
    try {
      const department = this.#department.value;
      const doctors: Doctor[] = await this.#api.get("/api/doctors/", { department });
      this.#doctor.replaceChildren(
        el("option", { value: "", text: words.chooseDoctor }),
        ...groups(doctors),
      );
      this.#doctor.value = before;
      if (this.#doctor.value !== before) this.#doctor.value = "";
      showError("department", []);
    } catch (error) {
      showError("department", [(error as Failure).message]);
    }
    if (this.#doctor.value !== before) this.emit("change");
  }
}

function groups(doctors: Doctor[]) {
  const byDepartment = new Map<string, Doctor[]>();
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
