/** The filters: department or doctors, statuses, kind. */
import { byId } from "../core/dom.ts";
import { messages } from "../core/messages.ts";
import type { FilterValues } from "./url-state.ts";

/** Choosing a department clears the doctors, and the other way round. */
export class Filters {
  #form = byId<HTMLFormElement>("filter-form");
  #onChange: (filters: FilterValues) => void;

  /** `filters`: of the address; `onChange`: called when the user changes them. */
  constructor(filters: FilterValues, onChange: (filters: FilterValues) => void) {
    this.#onChange = onChange;
    this.write(filters);
    this.#form.addEventListener("change", (event) => this.#onInput(event));
    this.#form.addEventListener("reset", () => setTimeout(() => this.#report()));
  }

  read(): FilterValues {
    const data = new FormData(this.#form);
    return {
      doctor: data.getAll("doctor").map(Number),
      department: data.getAll("department").map(Number),
      status: data.getAll("status").map(String),
      kind: (data.get("kind") ?? "") as FilterValues["kind"],
    };
  }

  write(filters: FilterValues) {
    for (const input of this.#inputs()) {
      const wanted = filters[input.name as keyof typeof filters];
      input.checked = Array.isArray(wanted)
        ? wanted.map(String).includes(input.value)
        : input.value === wanted;
    }
    this.#render();
  }

  /** The chosen values as text, or empty. */
  get summary() {
    const chosen = this.#inputs().filter((input) => input.checked && input.value);
    const names = (name: string) =>
      chosen.filter((input) => input.name === name).map((input) => labelOf(input));
    const doctors = names("doctor");
    const people = doctors.length > 2 ? [messages.doctors(doctors.length)] : doctors;
    return [...names("department"), ...people, ...names("status"), ...names("kind")].join(" · ");
  }

  /** The number of doctors whose appointments match. */
  get doctors() {
    const all = this.#inputs().filter(({ name }) => name === "doctor");
    const chosen = all.filter((input) => input.checked || departmentOf(input)?.checked);
    return (chosen.length ? chosen : all).length;
  }

  #onInput(event: Event) {
    const input = event.target as HTMLInputElement;
    const other = { doctor: "department", department: "doctor" }[input.name];
    if (input.checked && other) {
      for (const each of this.#inputs()) if (each.name === other) each.checked = false;
    }
    this.#report();
  }

  #report() {
    this.#render();
    this.#onChange(this.read());
  }

  #render() {
    byId("clear-filters").hidden = !this.#inputs().some((input) => input.checked && input.value);
    byId("calendar-filter").textContent = this.summary;
    byId("calendar-body").dataset.doctors = this.doctors > 1 ? "many" : "one";
  }

  #inputs() {
    return [...this.#form.querySelectorAll("input")] as HTMLInputElement[];
  }
}

function labelOf(input: HTMLInputElement) {
  const label = input.closest("label");
  const name = label?.querySelector(".filter-name, .filter-head") ?? label;
  return name?.textContent?.trim() ?? "";
}

/** The check box of a doctor's department. */
function departmentOf(doctor: HTMLInputElement): HTMLInputElement | null | undefined {
  return doctor.closest("fieldset")?.querySelector("input[name=department]");
}
