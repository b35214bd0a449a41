/** The proposed times as a radio group, kept as they are while only their states change. */
import { byId, el } from "../core/dom.js";
import { Emitter } from "../core/emitter.js";
import { slotAfter } from "./slot-keys.js";
import { reasonOf } from "./slot-reason.js";
import { sameMoment, withChosen } from "./slots.js";
import { words } from "./words.js";

/** @typedef {import("./slots.js").Shown} Shown */

const ARROWS = /^Arrow/;

/**
 * Arrows lead to every time, also to one that cannot be taken, which then says why.
 *
 * Tells `choose` (start) when a person chooses a time.
 */
export class TimeGrid extends Emitter {
  #clock;
  #mayOverride;
  #grid = byId("time-grid");
  #shown = "";
  /** @type {Shown[]} */
  #slots = [];
  #focusNext = false;

  /**
   * @param {import("../core/clock.js").Clock} clock
   * @param {boolean} mayOverride times that are not free can be chosen too, but for held ones
   */
  constructor(clock, mayOverride) {
    super();
    this.#clock = clock;
    this.#mayOverride = mayOverride;
    const grid = this.#grid;
    grid.setAttribute("role", "radiogroup");
    grid.setAttribute("aria-labelledby", "times-legend-head");
    grid.addEventListener("change", (event) => {
      this.emit("choose", /** @type {HTMLInputElement} */ (event.target).value);
    });
    grid.addEventListener("click", (event) => {
      if (isClosed(event.target)) event.preventDefault();
    });
    grid.addEventListener("keydown", (event) => this.#onKey(event));
    grid.addEventListener("focusin", ({ target }) => this.#say(target));
    grid.addEventListener("focusout", () => this.#say(null));
    grid.addEventListener("mouseover", ({ target }) => this.#say(inputOf(target)));
    grid.addEventListener("mouseleave", () => this.#say(document.activeElement));
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
    this.#slots = all;
    all.forEach((slot, index) => this.#update(this.#grid.children[index], slot, chosen));
    this.#rove();
    this.#explain(slots);
    if (!this.#focusNext) return;
    this.#focusNext = false;
    this.focus();
  }

  /** Puts the focus where the next time is to be chosen, as soon as there are times. */
  focus() {
    if (this.#shown) this.#inputs.find(({ tabIndex }) => tabIndex === 0)?.focus();
    else this.#focusNext = true;
  }

  /** The same, once the times of another day are there. */
  focusNext() {
    this.#focusNext = true;
  }

  get #inputs() {
    return /** @type {HTMLInputElement[]} */ ([...this.#grid.querySelectorAll("input")]);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const inputs = this.#inputs;
    const index = inputs.indexOf(/** @type {HTMLInputElement} */ (event.target));
    const columns = getComputedStyle(this.#grid).gridTemplateColumns.split(" ").length;
    const rtl = getComputedStyle(this.#grid).direction === "rtl";
    const next = slotAfter(event.key, index, inputs.length, columns, rtl);
    if (next !== null || ARROWS.test(event.key)) event.preventDefault();
    if (next === null) return;
    const input = inputs[next];
    if (isClosed(input)) this.#rove(input);
    else if (!input.checked) {
      input.checked = true;
      this.emit("choose", input.value);
    }
    input.focus();
  }

  /** One time of the group is reached by Tab: the one that has the focus, is chosen, or is the first free. */
  #rove(focused = document.activeElement) {
    const inputs = this.#inputs;
    const stop =
      inputs.find((input) => input === focused) ??
      inputs.find(({ checked }) => checked) ??
      inputs.find(isFree) ??
      inputs.find((input) => !isClosed(input)) ??
      inputs[0];
    for (const input of inputs) input.tabIndex = input === stop ? 0 : -1;
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
  #update(label, slot, chosen) {
    const { start, state } = slot;
    const input = /** @type {HTMLInputElement} */ (label.querySelector("input"));
    const spoken = /** @type {HTMLElement} */ (label.querySelector(".visually-hidden"));
    const meaning = reasonOf(slot);
    const said = meaning && `, ${meaning}`;
    /** @type {HTMLElement} */ (label).dataset.slot = state;
    /** @type {HTMLElement} */ (label).title = meaning;
    if (spoken.textContent !== said) spoken.textContent = said;
    input.checked = chosen !== null && sameMoment(start, chosen);
    const open = this.#mayOverride ? state !== "held" : ["free", "other"].includes(state);
    if (open) input.removeAttribute("aria-disabled");
    else input.setAttribute("aria-disabled", "true");
  }

  /** Says under the grid why the time with the focus or under the pointer cannot be taken. @param {any} target */
  #say(target) {
    const slot = this.#slots[this.#inputs.indexOf(target)];
    const why = slot ? reasonOf(slot) : "";
    const times = [slot?.start, slot?.end]
      .filter(Boolean)
      .map((each) => this.#clock.time(each ?? ""));
    const line = byId("slot-reason");
    line.hidden = !why;
    line.textContent = why && words.slotReason(times.join(" – "), why);
    byId("times-legend").hidden = Boolean(why);
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

/** @param {any} target */
function isClosed(target) {
  return target instanceof HTMLInputElement && target.getAttribute("aria-disabled") === "true";
}

/** A manager may choose what is taken, but begins where it is free. @param {HTMLInputElement} input */
function isFree(input) {
  return /** @type {HTMLElement | null} */ (input.closest(".slot"))?.dataset.slot === "free";
}

/** @param {any} target */
function inputOf(target) {
  return target.closest?.(".slot")?.querySelector("input") ?? null;
}
