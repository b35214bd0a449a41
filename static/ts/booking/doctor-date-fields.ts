/** The fields of the booking form that choose a doctor's day: department, doctor, visit type, date. */
import { byId, el } from "../core/dom.ts";
import { Signal } from "../core/signal.ts";
import { showError } from "../shell/form-errors.ts";
import { messages } from "./messages.ts";
import type { Api, Failure } from "../core/api.ts";
import type { Asked } from "./doctor-day.ts";

interface Doctor {
  id: number;
  name: string;
  department: { id: number; name: string };
}

export class DoctorDateFields {
  readonly onChange = new Signal();
  #api: Api;
  #department = byId<HTMLSelectElement>("id_department");
  #doctor = byId<HTMLSelectElement>("id_doctor");
  #visitType = byId<HTMLSelectElement>("id_visit_type");
  #date = byId<HTMLInputElement>("id_date");

  constructor(api: Api) {
    this.#api = api;
    this.#department.addEventListener("change", () => this.#filterDoctors());
    for (const [name, control] of Object.entries({
      doctor: this.#doctor,
      visit_type: this.#visitType,
      date: this.#date,
    })) {
      control.addEventListener("change", () => {
        showError(name, []);
        this.onChange.emit();
      });
    }
  }

  get asked(): Asked {
    const doctor = Number(this.#doctor.value) || null;
    const visitType = Number(this.#visitType.value) || null;
    return { doctor: this.#date.value ? doctor : null, visitType, date: this.#date.value };
  }

  /** The chosen department's id, or null. */
  get department() {
    return Number(this.#department.value) || null;
  }

  get doctorName() {
    return this.#doctor.selectedOptions[0]?.textContent ?? "";
  }

  /** Shows the length of a visit without a type with this doctor; null: not known. */
  showStandardLength(slotMinutes: number | null) {
    const [option] = this.#visitType.options;
    const text = messages.standard(slotMinutes);
    if (option.textContent !== text) option.textContent = text;
  }

  /** `date`: YYYY-MM-DD. */
  goTo(date: string) {
    if (this.#date.value === date) return;
    this.#date.value = date;
    this.onChange.emit();
  }

  /** Chooses a doctor and a date at once. `date`: YYYY-MM-DD. */
  choose({ id, name }: Pick<Doctor, "id" | "name">, date: string) {
    const value = String(id);
    const offered = [...this.#doctor.options].some((option) => option.value === value);
    if (!offered) this.#doctor.append(el("option", { value, text: name }));
    this.#doctor.value = value;
    this.#date.value = date;
    for (const field of ["doctor", "date"]) showError(field, []);
    this.onChange.emit();
  }

  async #filterDoctors() {
    let before = this.#doctor.value;
    try {
      const doctors = await this.#api.get<Doctor[]>("/api/doctors/", {
        department: this.#department.value,
      });
      before = this.#doctor.value; // may have been chosen in the meantime
      this.#doctor.replaceChildren(
        el("option", { value: "", text: messages.chooseDoctor }),
        ...groups(doctors),
      );
      this.#doctor.value = before;
      if (this.#doctor.value !== before) this.#doctor.value = "";
      showError("department", []);
    } catch (error) {
      showError("department", [(error as Failure).message]);
    }
    if (this.#doctor.value !== before) this.onChange.emit();
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
