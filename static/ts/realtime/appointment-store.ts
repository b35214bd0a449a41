/**
 * The appointments on the page, by id and version. Load, socket, catch-up, poll and the answers
 * to one's own calls all come in through here; whatever the order, the newest version stays.
 *
 * Tells `change` ({upserted, removed, message}) when what is shown changes, and `seen`
 * (event, message) for every newer appointment, shown or not.
 */
import { Emitter } from "../core/emitter.ts";
import { matches } from "./query-match.ts";
import type { AppointmentMessage, CalendarEvent, Query } from "../core/types.ts";

export interface Change {
  upserted: CalendarEvent[];
  /** Ids. */
  removed: string[];
  /** What caused it, null for a load. */
  message: AppointmentMessage | null;
}

export class AppointmentStore extends Emitter {
  #rows = new Map<string, CalendarEvent>();
  /** The newest version seen of each id, also of those removed since the last load. */
  #versions = new Map<string, number>();
  #query: Query | null = null;
  /** Own answers that came while a load was under way; the load may be older than they are. */
  #duringLoad: CalendarEvent[] | null = null;

  get size() {
    return this.#rows.size;
  }

  get query() {
    return this.#query;
  }

  get(id: string | number) {
    return this.#rows.get(String(id));
  }

  all() {
    return [...this.#rows.values()];
  }

  /** A load begins; until its snapshot comes, rows put in are kept beside it. */
  beginLoad() {
    this.#duringLoad = [];
  }

  /** Replaces all that is held by what the server read for `query`. */
  applySnapshot(events: CalendarEvent[], query: Query) {
    const late = this.#duringLoad ?? [];
    const before = this.#rows;
    this.#duringLoad = null;
    this.#query = query;
    this.#rows = new Map();
    this.#versions = new Map();
    for (const event of events) {
      this.#rows.set(String(event.id), event);
      this.#versions.set(String(event.id), versionOf(event));
    }
    const upserted = events.filter((event) => !same(before.get(String(event.id)), event));
    const removed = [...before.keys()].filter((id) => !this.#rows.has(id));
    this.emit("change", { upserted, removed, message: null });
    for (const event of late) this.#take(event, null);
  }

  /**
   * One numbered event. An older version than the one held is let go; the same version again (the
   * same change on another channel, or a patient renamed) is taken if it says anything new.
   */
  applyMessage(message: AppointmentMessage) {
    this.#take(message.appointment, message);
  }

  /** The answer to one's own call, or the `current` of a `stale` one. */
  applyRow(event: CalendarEvent, message: AppointmentMessage | null = null) {
    this.#duringLoad?.push(event);
    this.#take(event, message);
  }

  #take(event: CalendarEvent, message: AppointmentMessage | null) {
    const id = String(event.id);
    if (versionOf(event) < (this.#versions.get(id) ?? 0)) return;
    this.#versions.set(id, versionOf(event));
    this.emit("seen", event, message);
    const known = this.#rows.get(id);
    if (!this.#query || !matches(event, this.#query)) {
      if (this.#rows.delete(id)) this.emit("change", { upserted: [], removed: [id], message });
    } else if (!same(known, event)) {
      this.#rows.set(id, event);
      this.emit("change", { upserted: [event], removed: [], message });
    }
  }
}

export function versionOf(event: CalendarEvent) {
  return event.extendedProps.appointment.version;
}

/** What a single appointment's answer carries beyond a row of the calendar. */
const DETAIL_KEYS = new Set(["history", "allowed"]);

function same(one: CalendarEvent | undefined, other: CalendarEvent) {
  if (!one) return false;
  const text = (event: CalendarEvent) =>
    JSON.stringify(event, (key, value) => (DETAIL_KEYS.has(key) ? undefined : sorted(value)));
  return text(one) === text(other);
}

/** `value`: an object's keys in one order, so that only its content counts. */
function sorted(value: any) {
  if (!value || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
