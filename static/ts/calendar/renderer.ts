/** Renders the store's appointments into the grid that is shown. */
import { messages } from "../core/messages.ts";
import { ORIGIN_ID } from "../core/origin.ts";
import { HIGHLIGHT_MS } from "../appointment/change-highlight.ts";
import { countByHour } from "./hourly-counts.ts";
import { RenderQueue, type RenderBatch, type RenderItem } from "./render-queue.ts";
import type { Appearances } from "../appointment/appearance.ts";
import type { Clock } from "../core/clock.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { Change, AppointmentStore } from "../realtime/appointment-store.ts";
import type { ColumnChoice } from "./column-choice.ts";
import type { AppointmentGrid } from "./types.ts";

interface RendererParts {
  store: AppointmentStore;
  choice: ColumnChoice;
  clock: Clock;
  appearances: Appearances;
  /** The elements of the two grids. */
  time: HTMLElement;
  doctors: HTMLElement;
}

/** Counts are updated at most this often (milliseconds). */
const TALLY_MS = 150;

export class Renderer {
  #store: AppointmentStore;
  #choice: ColumnChoice;
  #clock: Clock;
  #appearances: Appearances;
  #shown: () => AppointmentGrid | null;
  #queue = new RenderQueue((batch) => this.#render(batch));
  #width = 0;
  #tallyScheduled = false;

  /** `shown`: the grid that is shown. */
  constructor(
    { store, choice, time, doctors, clock, appearances }: RendererParts,
    shown: () => AppointmentGrid | null,
  ) {
    this.#store = store;
    this.#choice = choice;
    this.#clock = clock;
    this.#appearances = appearances;
    this.#shown = shown;
    store.onChange.add((change) => this.#onChange(change));
    const observer = new ResizeObserver(([{ contentRect }]) => {
      if (!contentRect.width) return;
      this.#width = contentRect.width;
      this.#scheduleTally();
    });
    for (const element of [time, doctors]) observer.observe(element);
  }

  #onChange({ upserted, removed, message }: Change) {
    const isOthers = message && message.origin !== ORIGIN_ID;
    const by = isOthers ? (message.by?.name ?? messages.somebody) : "";
    if (isOthers && this.#isRendered(removed[0])) this.#fadeOut(message.appointment, by);
    else if (message) {
      this.#queue.add({ upserted: upserted.map((event) => ({ event, by })), removed });
    } else this.fill({ upserted, removed });
  }

  #isRendered(id: string | undefined) {
    return id !== undefined && this.#shown()?.renderer.has(id);
  }

  /** Keeps what another user has removed where it was, struck through, while it is highlighted. */
  #fadeOut({ id, status }: CalendarEvent, by: string) {
    const rendered = this.#appearances.get(String(id)).event;
    if (!rendered) return;
    const item = { event: { ...rendered, status }, by, leaving: true };
    this.#queue.add({ upserted: [item], removed: [] });
    setTimeout(() => {
      if (!this.#store.get(id)) this.#queue.add({ upserted: [], removed: [String(id)] });
    }, HIGHLIGHT_MS);
  }

  /**
   * Makes the grid show what the store holds, if the view has room for names. Renders only what is
   * missing or in `changed`; removes all else but what fades out.
   */
  fill(changed: { upserted: CalendarEvent[]; removed: string[] } = { upserted: [], removed: [] }) {
    const renderer = this.#shown()?.renderer;
    if (!renderer) return;
    const narrow = this.#choice.tooNarrow;
    const rows = narrow ? [] : this.#store.all();
    const kept = new Set(rows.map(({ id }) => String(id)));
    const goes = (id: string) => !kept.has(id) && (narrow || !this.#fades(id));
    const fresh = new Set(changed.upserted);
    const missing = rows.filter((row) => fresh.has(row) || !renderer.has(String(row.id)));
    const upserted = missing.map((event) => ({ event, by: "" }));
    const removed = [...new Set([...renderer.ids, ...changed.removed])].filter(goes);
    this.#queue.renderNow({ upserted: byDoctor(upserted), removed });
    if (narrow) this.#tally();
  }

  #fades(id: string) {
    return this.#appearances.get(id).leaving && this.#isRendered(id);
  }

  /** Renders an appointment as the store holds it, whatever a drag has made of it. */
  redraw(id: string) {
    const event = this.#store.get(id);
    const upserted = event ? [{ event, by: "" }] : [];
    this.#render({ upserted, removed: event ? [] : [id] });
  }

  /**
   * Where the view has no room for names, an upserted appointment is removed instead: one left as
   * it was would count as up to date at the next load.
   */
  #render({ upserted, removed }: RenderBatch) {
    const renderer = this.#shown()?.renderer;
    const fits = ({ event, leaving }: RenderItem) =>
      !this.#choice.tooNarrow && (!leaving || renderer?.has(String(event.id)));
    const dropped = this.#choice.tooNarrow ? upserted.map(({ event }) => String(event.id)) : [];
    renderer?.render({ upserted: upserted.filter(fits), removed: [...removed, ...dropped] });
    this.#scheduleTally();
  }

  #scheduleTally() {
    if (this.#tallyScheduled) return;
    this.#tallyScheduled = true;
    setTimeout(() => {
      this.#tallyScheduled = false;
      this.#tally();
    }, TALLY_MS);
  }

  /** Gives the grid its counts, from which it takes its density and its numbers. */
  #tally() {
    const grid = this.#shown();
    if (!grid) return;
    const rows = this.#store.all();
    const rendered = rows.filter(({ id }) => grid.renderer.has(String(id)));
    const hourly = this.#choice.tooNarrow ? countByHour(rows, this.#clock) : [];
    grid.tally({ width: this.#width, counts: countByDoctor(rendered), hourly });
  }
}

/** Sorts by doctor, so that a slice touches few columns. */
function byDoctor(items: RenderItem[]) {
  const doctor = ({ event }: RenderItem) => event.extendedProps.appointment.doctor?.id ?? 0;
  return items.sort((one, other) => doctor(one) - doctor(other));
}

function countByDoctor(rows: CalendarEvent[]) {
  const counts = new Map<number, number>();
  for (const { extendedProps } of rows) {
    const doctor = extendedProps.appointment.doctor?.id ?? 0;
    counts.set(doctor, (counts.get(doctor) ?? 0) + 1);
  }
  return counts;
}
