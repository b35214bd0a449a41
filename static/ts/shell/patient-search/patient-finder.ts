/** Finds patients during typing: a combobox with a list, by keyboard or pointer. */
import { debounce, el } from "../../core/dom.ts";
import { messages } from "./messages.ts";
import type { Api, Failure } from "../../core/api.ts";
import type { FoundPatient } from "../../core/types.ts";
import type { RowOf } from "./found-row.ts";

/** A search starts this long after the last key. */
const TYPING_PAUSE_MS = 200;
const MIN_CHARACTERS = 2;
/** The API's limit of one answer. */
const MAX_FOUND = 20;

interface PatientFinderParts {
  api: Pick<Api, "search">;
  rowOf: RowOf;
  input: HTMLInputElement;
  list: HTMLElement;
  /** Shows the state of the search. */
  hint: HTMLElement;
  /** Shown if no patient is found. */
  noneFound?: string;
  onChoose: (patient: FoundPatient) => void;
  /** `shown`: whether there is a list or a hint below the field. */
  onShown?: (shown: boolean) => void;
}

export class PatientFinder {
  #api: Pick<Api, "search">;
  #rowOf: RowOf;
  #input: HTMLInputElement;
  #list: HTMLElement;
  #hint: HTMLElement;
  #noneFound: string;
  #onChoose: (patient: FoundPatient) => void;
  #onShown: (shown: boolean) => void;
  #found: FoundPatient[] = [];
  #active = -1;
  /** The text whose answer is in the list. */
  #answered = "";
  #asking: AbortController | null = null;
  /** The text that is being searched for. */
  #asked = "";

  constructor(parts: PatientFinderParts) {
    const { api, rowOf, input, list, hint, noneFound = messages.nobody } = parts;
    this.#api = api;
    this.#rowOf = rowOf;
    this.#input = input;
    this.#list = list;
    this.#hint = hint;
    this.#noneFound = noneFound;
    this.#onChoose = parts.onChoose;
    this.#onShown = parts.onShown ?? (() => {});
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
    const search = debounce(() => this.#search(), TYPING_PAUSE_MS);
    input.addEventListener("input", search);
    input.addEventListener("keydown", (event) => this.#onKey(event));
    list.addEventListener("mousedown", (event) => event.preventDefault());
    if (document.activeElement === input) search(); // typed before the script was loaded
  }

  get #text() {
    return this.#input.value.trim();
  }

  /** Empties the field and the list. */
  clear() {
    this.#input.value = "";
    this.close();
  }

  /** Hides the list; the text stays. */
  close() {
    this.#asking?.abort();
    this.#asking = null;
    this.#asked = "";
    this.#answered = "";
    this.#show([], "");
  }

  /** `chooseFound`: chooses the patient with this MRN, or the only one: a scanner types and sends Enter at once. */
  async #search(chooseFound = false) {
    const q = this.#text;
    if (!chooseFound && [this.#answered, this.#asked].includes(q)) return;
    if (q.length < MIN_CHARACTERS) return this.close();
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.#asked = q;
    if (!this.#found.length) this.#showHint(messages.searching);
    try {
      const found = await this.#api.search<FoundPatient[]>(
        "/api/patients/search/",
        { q },
        asking.signal,
      );
      if (this.#asking !== asking) return;
      this.#answered = q;
      this.#show(found, this.#summary(found.length));
      const withMrn = found.find(({ mrn }) => mrn === q);
      if (chooseFound && (withMrn || found.length === 1)) this.#choose(withMrn ?? found[0]);
    } catch (error) {
      const { name, message } = error as Failure;
      if (name !== "AbortError" && this.#asking === asking) {
        this.#answered = "";
        this.#show([], messages.failed(message));
      }
    } finally {
      if (this.#asking === asking) this.#asked = "";
    }
  }

  #summary(count: number) {
    if (!count) return this.#noneFound;
    return count < MAX_FOUND ? messages.found(count) : messages.most(count);
  }

  #show(found: FoundPatient[], hint: string) {
    this.#found = found;
    this.#list.replaceChildren(...found.map((each, index) => this.#option(each, index)));
    this.#list.hidden = !found.length;
    this.#input.setAttribute("aria-expanded", String(found.length > 0));
    this.#activate(found.length ? 0 : -1);
    this.#showHint(hint);
  }

  #showHint(hint: string) {
    if (this.#hint.textContent !== hint) this.#hint.textContent = hint;
    this.#onShown(this.#found.length > 0 || hint !== "");
  }

  #option(patient: FoundPatient, index: number) {
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
      ...this.#rowOf(patient),
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

  #choose(patient: FoundPatient) {
    this.clear();
    this.#onChoose(patient);
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

/**
 * The index after an arrow key, which wraps around at the ends; null for any other key. `active`:
 * -1 if no option is active.
 */
export function optionAfter(key: string, active: number, count: number) {
  if (!count) return null;
  if (key === "ArrowDown") return (active + 1) % count;
  if (key === "ArrowUp") return active <= 0 ? count - 1 : active - 1;
  return null;
}
