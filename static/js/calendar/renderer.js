/** Paints the grid that is shown from the store, and what the number of appointments means for it. */
import { messages } from "../core/messages.js";
import { ORIGIN_ID } from "../core/origin.js";
import { GLOW_MS } from "../appointment/change-highlight.js";
import { loadByHour } from "./hourly-counts.js";
import { PaintQueue } from "./render-queue.js";

/**
 * @typedef {import("../core/types.js").CalendarEvent} CalendarEvent
 *
 * @typedef {object} Tally
 * @property {number} width pixels of the grid; to ask the page for them would lay it out
 * @property {Map<number, number>} counts how many each doctor has, by the doctor's id; 0 where there is none
 * @property {ReturnType<typeof loadByHour>} load numbers by the hour, where names have no room
 */

/** Numbers follow what they count no faster than this. */
const TALLY_MS = 150;

export class Painting {
  #store;
  #choice;
  #clock;
  #looks;
  #shown;
  #queue = new PaintQueue((change) => this.#paint(change));
  #width = 0;
  #tallies = false;

  /**
   * @param {import("./view.js").BoardParts & {clock: import("../core/clock.js").Clock, looks: import("../appointment/appearance.js").Looks}} parts
   * @param {() => import("./view.js").AnyGrid | null} shown
   */
  constructor({ store, choice, time, doctors, clock, looks }, shown) {
    this.#store = store;
    this.#choice = choice;
    this.#clock = clock;
    this.#looks = looks;
    this.#shown = shown;
    store.on("change", (/** @type {import("../realtime/appointment-store.js").Change} */ change) =>
      this.#follow(change),
    );
    const observer = new ResizeObserver(([{ contentRect }]) => {
      if (!contentRect.width) return;
      this.#width = contentRect.width;
      this.#tallySoon();
    });
    for (const element of [time, doctors]) observer.observe(element);
  }

  /** @param {import("../realtime/appointment-store.js").Change} change */
  #follow({ upserted, removed, message }) {
    const others = message && message.origin !== ORIGIN_ID;
    const by = others ? (message.by?.name ?? messages.somebody) : "";
    const painted = { upserted: upserted.map((event) => ({ event, by })), removed };
    if (others && this.#draws(removed[0])) this.#seeOff(message.appointment, by);
    else if (message) this.#queue.add(painted);
    else this.fill({ upserted, removed });
  }

  /** @param {string | undefined} id */
  #draws(id) {
    return id !== undefined && this.#shown()?.painter.draws(id);
  }

  /** What another desk has taken away stands struck through where it was, for as long as it glows. */
  /** @param {CalendarEvent} event @param {string} by */
  #seeOff({ id, status }, by) {
    const drawn = this.#looks.get(String(id)).event;
    if (!drawn) return;
    this.#queue.add({ upserted: [{ event: { ...drawn, status }, by, left: true }], removed: [] });
    setTimeout(() => {
      if (!this.#store.get(id)) this.#queue.add({ upserted: [], removed: [String(id)] });
    }, GLOW_MS);
  }

  /**
   * Draws what the store holds and the view has room for, and nothing else but what fades out. What
   * is drawn already is drawn again only where it has changed.
   * @param {{upserted: CalendarEvent[], removed: string[]}} [changed] what is new in the store
   */
  fill(changed = { upserted: [], removed: [] }) {
    const painter = this.#shown()?.painter;
    if (!painter) return;
    const narrow = this.#choice.tooNarrow;
    const rows = narrow ? [] : this.#store.all();
    const kept = new Set(rows.map(({ id }) => String(id)));
    const goes = (/** @type {string} */ id) => !kept.has(id) && (narrow || !this.#fades(id));
    const fresh = new Set(changed.upserted);
    const missing = rows.filter((row) => fresh.has(row) || !painter.draws(String(row.id)));
    const upserted = missing.map((event) => ({ event, by: "" }));
    const removed = [...new Set([...painter.drawn, ...changed.removed])].filter(goes);
    this.#queue.load(this.#inOrder({ upserted, removed }));
    if (narrow) this.#tally();
  }

  /** @param {string} id */
  #fades(id) {
    return this.#looks.get(id).left && this.#draws(id);
  }

  /** Draws an appointment as the store has it, whatever a drag has made of it. @param {string} id */
  redraw(id) {
    const event = this.#store.get(id);
    const upserted = event ? [{ event, by: "" }] : [];
    this.#paint({ upserted, removed: event ? [] : [id] });
  }

  /**
   * What the view has no room for now is not drawn, and goes where it was drawn before: a later
   * load would take it for drawn as it is. What is to go goes in any view.
   * @param {import("./render-queue.js").Painted} change
   */
  #paint({ upserted, removed }) {
    const painter = this.#shown()?.painter;
    const fits = (/** @type {import("./render-queue.js").Shown} */ { event, left }) =>
      !this.#choice.tooNarrow && (!left || painter?.draws(String(event.id)));
    const dropped = this.#choice.tooNarrow ? upserted.map(({ event }) => String(event.id)) : [];
    painter?.paint({ upserted: upserted.filter(fits), removed: [...removed, ...dropped] });
    this.#tallySoon();
  }

  /** A slice that is painted lies in few columns. @param {import("./render-queue.js").Painted} change */
  #inOrder({ upserted, removed }) {
    const column = (/** @type {import("./render-queue.js").Shown} */ { event }) =>
      event.extendedProps.appointment.doctor?.id ?? 0;
    upserted.sort((one, other) => column(one) - column(other));
    return { upserted, removed };
  }

  #tallySoon() {
    if (this.#tallies) return;
    this.#tallies = true;
    setTimeout(() => {
      this.#tallies = false;
      this.#tally();
    }, TALLY_MS);
  }

  /** What the number of appointments means for the page. */
  #tally() {
    const shown = this.#shown();
    if (!shown) return;
    const rows = this.#store.all();
    const drawn = rows.filter(({ id }) => shown.painter.draws(String(id)));
    const load = this.#choice.tooNarrow ? loadByHour(rows, this.#clock) : [];
    shown.tally({ width: this.#width, counts: countByDoctor(drawn), load });
  }
}

/**
 * @param {CalendarEvent[]} rows
 * @returns {Tally["counts"]}
 */
function countByDoctor(rows) {
  const counts = new Map();
  for (const { extendedProps } of rows) {
    const doctor = extendedProps.appointment.doctor?.id ?? 0;
    counts.set(doctor, (counts.get(doctor) ?? 0) + 1);
  }
  return counts;
}
