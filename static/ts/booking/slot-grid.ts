/** The slots as a radio group; the elements stay while only their states change. */
import { byId, el } from "../core/dom.ts";
import { Signal } from "../core/signal.ts";
import { sameMoment, withChosen, type ShownSlot, type Slot } from "./slots.ts";
import { messages } from "./messages.ts";
import type { Clock } from "../core/clock.ts";

const ARROWS = /^Arrow/;

/** Arrow keys reach every slot; one that cannot be chosen shows why. */
export class SlotGrid {
  /** The user chose a slot. */
  readonly onChoose = new Signal<[start: string]>();
  #clock: Clock;
  #mayOverride: boolean;
  #grid = byId("time-grid");
  #shown = "";
  #slots: ShownSlot[] = [];
  #focusNext = false;

  /** `mayOverride`: slots that are not free can be chosen too, except held ones. */
  constructor(clock: Clock, mayOverride: boolean) {
    this.#clock = clock;
    this.#mayOverride = mayOverride;
    const grid = this.#grid;
    grid.setAttribute("role", "radiogroup");
    grid.setAttribute("aria-labelledby", "times-legend-head");
    grid.addEventListener("change", (event) => {
      this.onChoose.emit((event.target as HTMLInputElement).value);
    });
    grid.addEventListener("click", (event) => {
      if (cannotBeChosen(event.target)) event.preventDefault();
    });
    grid.addEventListener("keydown", (event) => this.#onKey(event));
    grid.addEventListener("focusin", ({ target }) => this.#showReason(target));
    grid.addEventListener("focusout", () => this.#showReason(null));
    grid.addEventListener("mouseover", ({ target }) => this.#showReason(inputOf(target)));
    grid.addEventListener("mouseleave", () => this.#showReason(document.activeElement));
  }

  /** `chosen`: a start, also one that is not a slot. */
  show(slots: Slot[], chosen: string | null, busy: boolean) {
    this.#grid.setAttribute("aria-busy", String(busy));
    const all = withChosen(slots, chosen);
    const starts = all.map(({ start }) => start).join();
    if (starts !== this.#shown || !this.#grid.children.length) {
      this.#grid.replaceChildren(...all.map((slot) => this.#label(slot)));
      this.#shown = starts;
    }
    this.#slots = all;
    all.forEach((slot, index) =>
      this.#update(this.#grid.children[index] as HTMLElement, slot, chosen),
    );
    this.#updateTabStop();
    this.#showLegend(slots);
    if (!this.#focusNext) return;
    this.#focusNext = false;
    this.focus();
  }

  /** Focuses the slot that Tab reaches, now or when slots are shown. */
  focus() {
    if (this.#shown) this.#inputs.find(({ tabIndex }) => tabIndex === 0)?.focus();
    else this.#focusNext = true;
  }

  /** Focuses the next day's slots when they are shown. */
  focusNext() {
    this.#focusNext = true;
  }

  get #inputs() {
    return [...this.#grid.querySelectorAll("input")];
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
    if (cannotBeChosen(input)) this.#updateTabStop(input);
    else if (!input.checked) {
      input.checked = true;
      this.onChoose.emit(input.value);
    }
    input.focus();
  }

  /** Tab reaches one slot of the group: the focused, the chosen, or the first free one. */
  #updateTabStop(focused = document.activeElement) {
    const inputs = this.#inputs;
    const stop =
      inputs.find((input) => input === focused) ??
      inputs.find(({ checked }) => checked) ??
      inputs.find(isFree) ??
      inputs.find((input) => !cannotBeChosen(input)) ??
      inputs[0];
    for (const input of inputs) input.tabIndex = input === stop ? 0 : -1;
  }

  #label({ start }: ShownSlot) {
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

  #update(label: HTMLElement, slot: ShownSlot, chosen: string | null) {
    const { start, state } = slot;
    const input = label.querySelector("input") as HTMLInputElement;
    const hidden = label.querySelector(".visually-hidden") as HTMLElement;
    const reason = reasonOf(slot);
    const text = reason && `, ${reason}`;
    label.dataset.slot = state;
    label.title = reason;
    if (hidden.textContent !== text) hidden.textContent = text;
    input.checked = chosen !== null && sameMoment(start, chosen);
    const open = this.#mayOverride ? state !== "held" : ["free", "other"].includes(state);
    if (open) input.removeAttribute("aria-disabled");
    else input.setAttribute("aria-disabled", "true");
  }

  /** Shows below the grid why the focused slot, or the one under the pointer, cannot be chosen. */
  #showReason(target: EventTarget | null) {
    const slot = this.#slots[this.#inputs.indexOf(target as HTMLInputElement)];
    const why = slot ? reasonOf(slot) : "";
    const times = [slot?.start, slot?.end]
      .filter(Boolean)
      .map((each) => this.#clock.time(each ?? ""));
    const line = byId("slot-reason");
    line.hidden = !why;
    line.textContent = why && messages.slotReason(times.join(" – "), why);
    byId("times-legend").hidden = Boolean(why);
  }

  /** Explains the states that occur. */
  #showLegend(slots: Slot[]) {
    const states = new Set<string>(slots.map(({ state }) => state));
    const explained = Object.keys(messages.legend).filter((state) => states.has(state));
    const text = explained.map((state) => messages.legend[state]).join(" · ");
    const legend = byId("times-legend");
    if (legend.textContent !== text) legend.textContent = text;
  }
}

function cannotBeChosen(target: EventTarget | null) {
  return target instanceof HTMLInputElement && target.getAttribute("aria-disabled") === "true";
}

function isFree(input: HTMLInputElement) {
  return input.closest<HTMLElement>(".slot")?.dataset.slot === "free";
}

function inputOf(target: EventTarget | null) {
  return (target as Element).closest(".slot")?.querySelector("input") ?? null;
}

/** The index of a slot after a key; null for other keys, and for steps out of the grid. `columns`: of the grid. */
export function slotAfter(
  key: string,
  index: number,
  count: number,
  columns: number,
  rightToLeft = false,
) {
  const onward = rightToLeft ? -1 : 1;
  const steps: Record<string, number> = {
    ArrowRight: onward,
    ArrowLeft: -onward,
    ArrowDown: columns,
    ArrowUp: -columns,
    Home: -index,
    End: count - 1 - index,
  };
  const next = index + (steps[key] ?? NaN);
  return next >= 0 && next < count ? next : null;
}

/** Why a slot cannot be chosen, in words; empty if it can. */
export function reasonOf({ state, held_by: holder, taken_by: patient }: ShownSlot): string {
  if (state === "held" && holder) return messages.heldBy(holder.name);
  if (state === "taken" && patient) return messages.takenBy(patient);
  return messages.slotStates[state] ?? "";
}
