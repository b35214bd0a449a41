/**
 * The appointments on the page, by id and version. Snapshots, messages, catch-ups and the answers
 * to the page's own calls all come in here; in whatever order they come, the newest version stays.
 */
import { Signal } from "../core/signal.ts";
import { matches } from "./query-match.ts";
import type { Statuses } from "../core/statuses.ts";
import type { AppointmentMessage, CalendarEvent, Query } from "../core/types.ts";

export interface Change {
  upserted: CalendarEvent[];
  /** Ids. */
  removed: string[];
  /** The cause; null for a load. */
  message: AppointmentMessage | null;
}

export class AppointmentStore {
  /** Appointments of the query have changed. */
  readonly onChange = new Signal<[change: Change]>();
  /** A newer version of any appointment, whether it belongs to the query or not. */
  readonly onSeen = new Signal<[event: CalendarEvent, message: AppointmentMessage | null]>();
  #statuses: Statuses;
  #rows = new Map<string, CalendarEvent>();
  /** The newest version seen of each id, also of those removed since the last load. */
  #versions = new Map<string, number>();
  #query: Query | null = null;
  /** Answers that came during a load, which may be older than they are. */
  #duringLoad: CalendarEvent[] | null = null;

  constructor(statuses: Statuses) {
    this.#statuses = statuses;
  }

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

  /** Starts a load. Answers that arrive before its snapshot are also stored, and applied after it. */
  beginLoad() {
    this.#duringLoad = [];
  }

  /** Replaces all appointments by those that the server read for `query`. */
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
    this.onChange.emit({ upserted, removed, message: null });
    for (const event of late) this.#apply(event, null);
  }

  /**
   * Drops an older version than the known one. The same version again (the same change on another
   * channel, or a patient renamed) is applied if it differs. `seen` is false for an appointment that
   * has left the user's departments.
   */
  applyMessage(message: AppointmentMessage, seen = true) {
    this.#apply(message.appointment, message, seen);
  }

  /** The answer to a call of this page, or the `current` of a `stale` one. */
  applyRow(event: CalendarEvent) {
    this.#duringLoad?.push(event);
    this.#apply(event, null);
  }

  #apply(event: CalendarEvent, message: AppointmentMessage | null, seen = true) {
    const id = String(event.id);
    if (versionOf(event) < (this.#versions.get(id) ?? 0)) return;
    this.#versions.set(id, versionOf(event));
    this.onSeen.emit(event, message);
    const known = this.#rows.get(id);
    if (!seen || !this.#query || !matches(event, this.#query, this.#statuses)) {
      if (this.#rows.delete(id)) this.onChange.emit({ upserted: [], removed: [id], message });
    } else if (!same(known, event)) {
      this.#rows.set(id, event);
      this.onChange.emit({ upserted: [event], removed: [], message });
    }
  }
}

export function versionOf(event: CalendarEvent) {
  return event.extendedProps.appointment.version;
}

/** Keys that only the answer about a single appointment has. */
const DETAIL_KEYS = new Set(["history", "allowed"]);

function same(one: CalendarEvent | undefined, other: CalendarEvent) {
  if (!one) return false;
  const text = (event: CalendarEvent) =>
    JSON.stringify(event, (key, value) => (DETAIL_KEYS.has(key) ? undefined : sorted(value)));
  return text(one) === text(other);
}

/** An object with its keys in alphabetical order; other values as they are. */
function sorted(value: unknown) {
  if (!value || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
