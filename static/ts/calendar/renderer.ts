/** Paints the grid that is shown from the store, and what the number of appointments means for it. */
import { messages } from "../core/messages.ts";
import { ORIGIN_ID } from "../core/origin.ts";
import { HIGHLIGHT_MS } from "../appointment/change-highlight.ts";
import { countByHour } from "./hourly-counts.ts";
import { PaintQueue, type Painted, type Shown } from "./render-queue.ts";
import type { Appearances } from "../appointment/appearance.ts";
import type { Clock } from "../core/clock.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { Change, Store } from "../realtime/appointment-store.ts";
import type { ColumnChoice } from "./column-choice.ts";
import type { AppointmentGrid } from "./types.ts";

interface PaintingParts {
  store: Store;
  choice: ColumnChoice;
  clock: Clock;
  appearances: Appearances;
  /** The elements in which grids are drawn. */
  time: HTMLElement;
  doctors: HTMLElement;
}

/** Numbers follow what they count no faster than this. */
const TALLY_MS = 150;

export class Painting {
  #store: Store;
  #choice: ColumnChoice;
  #clock: Clock;
  #appearances: Appearances;
  #shown: () => AppointmentGrid | null;
  #queue = new PaintQueue((change) => this.#paint(change));
  #width = 0;
  #tallies = false;

  constructor(
    { store, choice, time, doctors, clock, appearances }: PaintingParts,
    shown: () => AppointmentGrid | null,
  ) {
    this.#store = store;
    this.#choice = choice;
    this.#clock = clock;
    this.#appearances = appearances;
    this.#shown = shown;
    store.on("change", (change: Change) => this.#follow(change));
    const observer = new ResizeObserver(([{ contentRect }]) => {
      if (!contentRect.width) return;
      this.#width = contentRect.width;
      this.#tallySoon();
    });
    for (const element of [time, doctors]) observer.observe(element);
  }

  #follow({ upserted, removed, message }: Change) {
    const others = message && message.origin !== ORIGIN_ID;
    const by = others ? (message.by?.name ?? messages.somebody) : "";
    const painted = { upserted: upserted.map((event) => ({ event, by })), removed };
    if (others && this.#draws(removed[0])) this.#seeOff(message.appointment, by);
    else if (message) this.#queue.add(painted);
    else this.fill({ upserted, removed });
  }

  #draws(id: string | undefined) {
    return id !== undefined && this.#shown()?.painter.draws(id);
  }

  /** What another desk has taken away stands struck through where it was, for as long as it glows. */
  #seeOff({ id, status }: CalendarEvent, by: string) {
    const drawn = this.#appearances.get(String(id)).event;
    if (!drawn) return;
    this.#queue.add({
      upserted: [{ event: { ...drawn, status }, by, leaving: true }],
      removed: [],
    });
    setTimeout(() => {
      if (!this.#store.get(id)) this.#queue.add({ upserted: [], removed: [String(id)] });
    }, HIGHLIGHT_MS);
  }

  /**
   * Draws what the store holds and the view has room for, and nothing else but what fades out. What
   * is drawn already is drawn again only where it has changed. `changed`: what is new in the store.
   */
  fill(changed: { upserted: CalendarEvent[]; removed: string[] } = { upserted: [], removed: [] }) {
    const painter = this.#shown()?.painter;
    if (!painter) return;
    const narrow = this.#choice.tooNarrow;
    const rows = narrow ? [] : this.#store.all();
    const kept = new Set(rows.map(({ id }) => String(id)));
    const goes = (id: string) => !kept.has(id) && (narrow || !this.#fades(id));
    const fresh = new Set(changed.upserted);
    const missing = rows.filter((row) => fresh.has(row) || !painter.draws(String(row.id)));
    const upserted = missing.map((event) => ({ event, by: "" }));
    const removed = [...new Set([...painter.drawn, ...changed.removed])].filter(goes);
    this.#queue.load(this.#inOrder({ upserted, removed }));
    if (narrow) this.#tally();
  }

  #fades(id: string) {
    return this.#appearances.get(id).leaving && this.#draws(id);
  }

  /** Draws an appointment as the store has it, whatever a drag has made of it. */
  redraw(id: string) {
    const event = this.#store.get(id);
    const upserted = event ? [{ event, by: "" }] : [];
    this.#paint({ upserted, removed: event ? [] : [id] });
  }

  /**
   * What the view has no room for now is not drawn, and goes where it was drawn before: a later
   * load would take it for drawn as it is. What is to go goes in any view.
   */
  #paint({ upserted, removed }: Painted) {
    const painter = this.#shown()?.painter;
    const fits = ({ event, leaving }: Shown) =>
      !this.#choice.tooNarrow && (!leaving || painter?.draws(String(event.id)));
    const dropped = this.#choice.tooNarrow ? upserted.map(({ event }) => String(event.id)) : [];
    painter?.paint({ upserted: upserted.filter(fits), removed: [...removed, ...dropped] });
    this.#tallySoon();
  }

  /** A slice that is painted lies in few columns. */
  #inOrder({ upserted, removed }: Painted) {
    const column = ({ event }: Shown) => event.extendedProps.appointment.doctor?.id ?? 0;
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
    const hourly = this.#choice.tooNarrow ? countByHour(rows, this.#clock) : [];
    shown.tally({ width: this.#width, counts: countByDoctor(drawn), hourly });
  }
}

function countByDoctor(rows: CalendarEvent[]) {
  const counts = new Map<number, number>();
  for (const { extendedProps } of rows) {
    const doctor = extendedProps.appointment.doctor?.id ?? 0;
    counts.set(doctor, (counts.get(doctor) ?? 0) + 1);
  }
  return counts;
}
