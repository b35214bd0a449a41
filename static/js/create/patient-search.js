/** Finds patients as one types: a combobox over a list, by keyboard or pointer. */
import { byId, debounce, el } from "../dom.js";
import { factsOf } from "./patient-card.js";
import { words } from "./words.js";

const QUIET_MS = 200;
const MIN_CHARACTERS = 2;

export class PatientSearch {
  #api;
  #clock;
  #card;
  #input = /** @type {HTMLInputElement} */ (byId("id_q"));
  #list = byId("patient-options");
  /** @type {import("../types.js").Patient[]} */
  #found = [];
  #active = -1;
  /** @type {AbortController | null} */
  #asking = null;

  /**
   * @param {object} parts
   * @param {import("../api.js").Api} parts.api
   * @param {import("../time.js").Clock} parts.clock
   * @param {import("./patient-card.js").PatientCard} parts.card
   */
  constructor({ api, clock, card }) {
    this.#api = api;
    this.#clock = clock;
    this.#card = card;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", words.patientsFound);
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.#list.id,
    })) {
      this.#input.setAttribute(name, value);
    }
    this.#input.addEventListener(
      "input",
      debounce(() => this.#search(), QUIET_MS),
    );
    this.#input.addEventListener("keydown", (event) => this.#onKey(event));
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    card.on("choose", () => this.#clear());
  }

  async #search() {
    const q = this.#input.value.trim();
    this.#asking?.abort();
    if (q.length < MIN_CHARACTERS) return this.#show([], "");
    const asking = new AbortController();
    this.#asking = asking;
    byId("patient-hint").textContent = words.searching;
    try {
      const found = await this.#api.get("/api/patients/", { q }, asking.signal);
      if (this.#asking === asking) {
        this.#show(found, found.length ? words.found(found.length) : words.nobody);
      }
    } catch (/** @type {any} */ error) {
      if (error.name !== "AbortError" && this.#asking === asking) this.#show([], error.message);
    }
  }

  /** @param {import("../types.js").Patient[]} found @param {string} hint */
  #show(found, hint) {
    const today = this.#clock.date(Date.now());
    this.#found = found;
    this.#list.replaceChildren(
      ...found.map((patient, index) =>
        el(
          "div",
          {
            class: "patient-option",
            role: "option",
            id: `patient-option-${index}`,
            "data-testid": "patient-option",
            "aria-selected": "false",
            onclick: () => this.#card.choose(patient),
          },
          el("strong", { text: patient.name }),
          el("span", { class: "faint tabular", text: factsOf(patient, today) }),
        ),
      ),
    );
    this.#list.hidden = !found.length;
    this.#input.setAttribute("aria-expanded", String(found.length > 0));
    byId("patient-hint").textContent = hint;
    this.#activate(found.length ? 0 : -1);
  }

  /** @param {number} index */
  #activate(index) {
    this.#active = index;
    [...this.#list.children].forEach((option, each) => {
      option.setAttribute("aria-selected", String(each === index));
      if (each === index) option.scrollIntoView({ block: "nearest" });
    });
    if (index < 0) this.#input.removeAttribute("aria-activedescendant");
    else this.#input.setAttribute("aria-activedescendant", `patient-option-${index}`);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const count = this.#found.length;
    if (event.key === "Enter") {
      event.preventDefault();
      if (count) this.#card.choose(this.#found[this.#active]);
      else this.#search();
    } else if (event.key === "Escape" && count) {
      event.preventDefault();
      this.#show([], "");
    } else if (count && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.#activate((this.#active + (event.key === "ArrowDown" ? 1 : count - 1)) % count);
    }
  }

  #clear() {
    this.#asking?.abort();
    this.#input.value = "";
    this.#show([], "");
  }
}
