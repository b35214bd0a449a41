/** The proposed times as a radio group, kept as they are while only their states change. */
import { byId, el } from "../core/dom.ts";
import { Emitter } from "../core/emitter.ts";
import { slotAfter } from "./slot-keys.ts";
import { reasonOf } from "./slot-reason.ts";
import { sameMoment, withChosen, type Shown, type Slot } from "./slots.ts";
import { messages } from "./messages.ts";
import type { Clock } from "../core/clock.ts";

const ARROWS = /^Arrow/;

/**
 * Arrows lead to every time, also to one that cannot be taken, which then says why.
 *
 * Tells `choose` (start) when a person chooses a time.
 */
export class SlotGrid extends Emitter {
  #clock: Clock;
  #mayOverride: boolean;
  #grid = byId("time-grid");
  #shown = "";
  #slots: Shown[] = [];
  #focusNext = false;

  /** `mayOverride`: times that are not free can be chosen too, but for held ones. */
  constructor(clock: Clock, mayOverride: boolean) {
    super();
    this.#clock = clock;
    this.#mayOverride = mayOverride;
    const grid = this.#grid;
    grid.setAttribute("role", "radiogroup");
    grid.setAttribute("aria-labelledby", "times-legend-head");
    grid.addEventListener("change", (event) => {
      this.emit("choose", (event.target as HTMLInputElement).value);
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

  /** `chosen`: a start, proposed or not. */
  paint(slots: Slot[], chosen: string | null, busy: boolean) {
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
    return [...this.#grid.querySelectorAll("input")] as HTMLInputElement[];
  }

  #onKey(event: KeyboardEvent) {
    const inputs = this.#inputs;
    const index = inputs.indexOf(event.target as HTMLInputElement);
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

  #label({ start }: Shown) {
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

  #update(label: Element, slot: Shown, chosen: string | null) {
    const { start, state } = slot;
    const input = label.querySelector("input") as HTMLInputElement;
    const spoken = label.querySelector(".visually-hidden") as HTMLElement;
    const meaning = reasonOf(slot);
    const said = meaning && `, ${meaning}`;
    (label as HTMLElement).dataset.slot = state;
    (label as HTMLElement).title = meaning;
    if (spoken.textContent !== said) spoken.textContent = said;
    input.checked = chosen !== null && sameMoment(start, chosen);
    const open = this.#mayOverride ? state !== "held" : ["free", "other"].includes(state);
    if (open) input.removeAttribute("aria-disabled");
    else input.setAttribute("aria-disabled", "true");
  }

  /** Says under the grid why the time with the focus or under the pointer cannot be taken. */
  #say(target: any) {
    const slot = this.#slots[this.#inputs.indexOf(target)];
    const why = slot ? reasonOf(slot) : "";
    const times = [slot?.start, slot?.end]
      .filter(Boolean)
      .map((each) => this.#clock.time(each ?? ""));
    const line = byId("slot-reason");
    line.hidden = !why;
    line.textContent = why && messages.slotReason(times.join(" – "), why);
    byId("times-legend").hidden = Boolean(why);
  }

  /** Names the drawn states that occur. */
  #explain(slots: Slot[]) {
    const states = new Set(slots.map(({ state }) => state));
    const said = Object.keys(messages.legend).filter((state) => states.has(state as any));
    const text = said.map((state) => messages.legend[state]).join(" · ");
    const legend = byId("times-legend");
    if (legend.textContent !== text) legend.textContent = text;
  }
}

function isClosed(target: any) {
  return target instanceof HTMLInputElement && target.getAttribute("aria-disabled") === "true";
}

/** A manager may choose what is taken, but begins where it is free. */
function isFree(input: HTMLInputElement) {
  return input.closest<HTMLElement>(".slot")?.dataset.slot === "free";
}

function inputOf(target: any) {
  return target.closest?.(".slot")?.querySelector("input") ?? null;
}
