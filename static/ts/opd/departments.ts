/** The departments of the desk, and which one is shown: that of the address, or the one of last time. */
import { byId } from "../core/dom.ts";
import type { Department, QueueAsked } from "../queue/types.ts";

/** In localStorage: the department's slug, no patient's data. */
const LAST = "opd-department";

export class Departments {
  readonly all: Department[];
  #select = byId<HTMLSelectElement>("queue-department");
  #date: string;

  constructor() {
    this.all = JSON.parse(byId("departments").textContent ?? "[]");
    this.#date = new URLSearchParams(location.search).get("date") ?? "";
    const last = localStorage.getItem(LAST) ?? "";
    if (!this.#select.dataset.asked && this.bySlug(last)) this.#select.value = last;
    this.#keep();
  }

  bySlug(slug: string) {
    return this.all.find((each) => each.slug === slug);
  }

  get shown() {
    return this.bySlug(this.#select.value) as Department;
  }

  get asked(): QueueAsked {
    return { department: this.shown.slug, ...(this.#date && { date: this.#date }) };
  }

  /** `listener`: called after another department or day was chosen. */
  onChange(listener: () => void) {
    this.#select.addEventListener("change", () => {
      this.#date = "";
      this.#keep();
      listener();
    });
  }

  /** The address of a day's queue; without a day, today's. `date`: YYYY-MM-DD. */
  address(date = "") {
    const query = new URLSearchParams({ department: this.shown.slug, ...(date && { date }) });
    return `${location.pathname}?${query}`;
  }

  #keep() {
    localStorage.setItem(LAST, this.shown.slug);
    history.replaceState(null, "", this.address(this.#date));
  }
}
