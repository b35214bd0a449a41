/**
 * Finds patients as one types: a combobox over a list, by keyboard or pointer.
 *
 * Tells `choose` (patient) and `shown` (whether there is anything under the field).
 */
import { debounce, el } from "../../core/dom.ts";
import { Emitter } from "../../core/emitter.ts";
import { factsOf } from "./facts.ts";
import { optionAfter } from "./keys.ts";
import { messages } from "./messages.ts";
import type { Api } from "../../core/api.ts";
import type { Clock } from "../../core/clock.ts";
import type { Patient } from "../../core/types.ts";

const QUIET_MS = 200;
const MIN_CHARACTERS = 2;
/** The API finds no more. */
const MOST = 20;

interface PatientFinderParts {
  api: Pick<Api, "get">;
  clock: Clock;
  input: HTMLInputElement;
  list: HTMLElement;
  /** Says how the search stands. */
  hint: HTMLElement;
  /** Said where nobody is found. */
  nobody?: string;
}

export class PatientFinder extends Emitter {
  #api;
  #clock: Clock;
  #input: HTMLInputElement;
  #list: HTMLElement;
  #hint: HTMLElement;
  #nobody: string;
  #found: Patient[] = [];
  #active = -1;
  /** What the list answers; something else is in the field while one types on. */
  #answered = "";
  #asking: AbortController | null = null;
  /** What is being asked for. */
  #asked = "";

  constructor({ api, clock, input, list, hint, nobody = messages.nobody }: PatientFinderParts) {
    super();
    this.#api = api;
    this.#clock = clock;
    this.#input = input;
    this.#list = list;
    this.#hint = hint;
    this.#nobody = nobody;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", messages.patientsFound);
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": list.id,
    })) {
      input.setAttribute(name, value);
    }
    const search = debounce(() => this.#search(), QUIET_MS);
    input.addEventListener("input", search);
    input.addEventListener("keydown", (event) => this.#onKey(event));
    list.addEventListener("mousedown", (event) => event.preventDefault());
    if (document.activeElement === input) search(); // typed before this script was there
  }

  get #text() {
    return this.#input.value.trim();
  }

  /** Empties the field and the list. */
  clear() {
    this.#input.value = "";
    this.close();
  }

  /** Takes the list away; what was typed stays. */
  close() {
    this.#asking?.abort();
    this.#asking = null;
    this.#asked = "";
    this.#answered = "";
    this.#show([], "");
  }

  /**
   * `takeOnly`: chooses the one whose MRN it is, or the only one: a scanner types and enters at
   * once.
   */
  async #search(takeOnly = false) {
    const q = this.#text;
    if (!takeOnly && [this.#answered, this.#asked].includes(q)) return;
    if (q.length < MIN_CHARACTERS) return this.close();
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.#asked = q;
    if (!this.#found.length) this.#say(messages.searching);
    try {
      const found = await this.#api.get("/api/patients/", { q }, asking.signal);
      if (this.#asking !== asking) return;
      this.#answered = q;
      this.#show(found, this.#summary(found.length));
      const numbered = found.find(({ mrn }: Patient) => mrn === q);
      if (takeOnly && (numbered || found.length === 1)) this.#choose(numbered ?? found[0]);
    } catch (error: any) {
      if (error.name !== "AbortError" && this.#asking === asking) {
        this.#answered = "";
        this.#show([], messages.failed(error.message));
      }
    } finally {
      if (this.#asking === asking) this.#asked = "";
    }
  }

  #summary(count: number) {
    if (!count) return this.#nobody;
    return count < MOST ? messages.found(count) : messages.most(count);
  }

  #show(found: Patient[], hint: string) {
    const today = this.#clock.date(Date.now());
    this.#found = found;
    this.#list.replaceChildren(...found.map((each, index) => this.#option(each, index, today)));
    this.#list.hidden = !found.length;
    this.#input.setAttribute("aria-expanded", String(found.length > 0));
    this.#activate(found.length ? 0 : -1);
    this.#say(hint);
  }

  #say(hint: string) {
    if (this.#hint.textContent !== hint) this.#hint.textContent = hint;
    this.emit("shown", this.#found.length > 0 || hint !== "");
  }

  #option(patient: Patient, index: number, today: string) {
    return el(
      "div",
      {
        class: "patient-option",
        role: "option",
        id: `${this.#list.id}-${index}`,
        "data-testid": "patient-option",
        "aria-selected": "false",
        onclick: () => this.#choose(patient),
      },
      el("strong", { text: patient.name }),
      el("span", { class: "text-muted tabular", text: factsOf(patient, today) }),
    );
  }

  #activate(index: number) {
    this.#active = index;
    [...this.#list.children].forEach((option, each) => {
      option.setAttribute("aria-selected", String(each === index));
      if (each === index) option.scrollIntoView({ block: "nearest" });
    });
    if (index < 0) this.#input.removeAttribute("aria-activedescendant");
    else this.#input.setAttribute("aria-activedescendant", `${this.#list.id}-${index}`);
  }

  #choose(patient: Patient) {
    this.clear();
    this.emit("choose", patient);
  }

  #onKey(event: KeyboardEvent) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const next = optionAfter(event.key, this.#active, this.#found.length);
    if (next !== null) {
      event.preventDefault();
      this.#activate(next);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (this.#found.length && this.#text === this.#answered) {
        this.#choose(this.#found[this.#active]);
      } else this.#search(true);
    } else if (event.key === "Escape" && (this.#found.length || this.#hint.textContent)) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    }
  }
}
