/** The proposed times as a radio group, kept as they are while only their states change. */
import { byId, el } from "../dom.js";
import { Emitter } from "../emitter.js";
import { sameMoment } from "./slots.js";
import { words } from "./words.js";

/**
 * @typedef {{start: string, state: string, held_by?: {name: string}}} Shown
 */

/**
 * Tells `choose` (start) when a person chooses a time.
 */
export class TimeGrid extends Emitter {
  #clock;
  #mayOverride;
  #grid = byId("time-grid");
  #shown = "";

  /**
   * @param {import("../time.js").Clock} clock
   * @param {boolean} mayOverride times that are not free can be chosen too, but for held ones
   */
  constructor(clock, mayOverride) {
    super();
    this.#clock = clock;
    this.#mayOverride = mayOverride;
    this.#grid.addEventListener("change", (event) => {
      this.emit("choose", /** @type {HTMLInputElement} */ (event.target).value);
    });
  }

  /**
   * @param {import("./slots.js").Slot[]} slots
   * @param {string | null} chosen a start, proposed or not
   * @param {boolean} busy
   */
  paint(slots, chosen, busy) {
    this.#grid.setAttribute("aria-busy", String(busy));
    const all = withChosen(slots, chosen);
    const starts = all.map(({ start }) => start).join();
    if (starts !== this.#shown || !this.#grid.children.length) {
      this.#grid.replaceChildren(...all.map((slot) => this.#label(slot)));
      this.#shown = starts;
    }
    all.forEach((slot, index) => this.#update(this.#grid.children[index], slot, chosen));
    this.#explain(slots);
  }

  /** Puts the focus where the next time is to be chosen. */
  focus() {
    const inputs = /** @type {HTMLInputElement[]} */ ([...this.#grid.querySelectorAll("input")]);
    (inputs.find(({ checked }) => checked) ?? inputs.find(({ disabled }) => !disabled))?.focus();
  }

  /** @param {Shown} slot */
  #label({ start }) {
    return el(
      "label",
      { class: "slot", "data-testid": "slot" },
      el("input", { type: "radio", name: "start", value: start }),
      el(
        "span",
        {},
        el("span", { text: this.#clock.time(start) }),
        el("span", { class: "visually-hidden" }),
      ),
    );
  }

  /**
   * @param {Element} label
   * @param {Shown} slot
   * @param {string | null} chosen
   */
  #update(label, { start, state, held_by: holder }, chosen) {
    const input = /** @type {HTMLInputElement} */ (label.querySelector("input"));
    const spoken = /** @type {HTMLElement} */ (label.querySelector(".visually-hidden"));
    const meaning = holder ? words.heldBy(holder.name) : (words.slotStates[state] ?? "");
    const said = meaning && `, ${meaning}`;
    /** @type {HTMLElement} */ (label).dataset.slot = state;
    /** @type {HTMLElement} */ (label).title = meaning;
    if (spoken.textContent !== said) spoken.textContent = said;
    input.checked = chosen !== null && sameMoment(start, chosen);
    const open = this.#mayOverride ? state !== "held" : ["free", "other"].includes(state);
    input.disabled = !open;
  }

  /** Names the drawn states that occur. @param {import("./slots.js").Slot[]} slots */
  #explain(slots) {
    const states = new Set(slots.map(({ state }) => state));
    const said = Object.keys(words.legend).filter((state) =>
      states.has(/** @type {any} */ (state)),
    );
    const text = said.map((state) => words.legend[state]).join(" · ");
    const legend = byId("times-legend");
    if (legend.textContent !== text) legend.textContent = text;
  }
}

/**
 * A chosen time that is none of the proposed ones stands among them.
 * @param {import("./slots.js").Slot[]} slots
 * @param {string | null} chosen
 * @returns {Shown[]}
 */
function withChosen(slots, chosen) {
  if (chosen === null || slots.some(({ start }) => sameMoment(start, chosen))) return slots;
  const all = [...slots, { start: chosen, state: "other" }];
  return all.sort((one, other) => Date.parse(one.start) - Date.parse(other.start));
}
