/** The API's calls on one appointment; their answers go into the store. */
import { randomId } from "../core/random.ts";
import { versionOf, type AppointmentStore } from "../realtime/appointment-store.ts";
import type { Api, Failure } from "../core/api.ts";
import type { CalendarEvent } from "../core/types.ts";

/** The body of a PATCH; `start` alone keeps the length. */
export interface Changes {
  /** ISO 8601. */
  start?: string;
  end?: string;
  doctor?: number;
  visit_type?: number | null;
  complaint?: string;
  notes?: string;
  overbook?: boolean;
  reason?: string;
}

export class AppointmentApi {
  #api: Api;
  #store: AppointmentStore;
  /** The version that a change of this page made, by id and the version before it. */
  #own = new Map<string, number>();

  constructor(api: Api, store: AppointmentStore) {
    this.#api = api;
    this.#store = store;
  }

  /**
   * An appointment with its history and allowed transitions. `id`: a number, or "opd-<number>".
   * `again`: the person has opened it already.
   */
  read(id: string, again = false): Promise<CalendarEvent> {
    return again ? this.#api.refresh(path(id)) : this.#api.get(path(id));
  }

  /** `confirm`: goes on although it is booked for another day. */
  changeStatus(event: CalendarEvent, status: string, reason?: string, confirm?: true) {
    const version = versionOf(this.newest(event));
    const body = { status, version, reason, confirm };
    const call = this.#api.post<CalendarEvent>(`${path(event.id)}status/`, body);
    return this.#applyAnswer(call, version);
  }

  /** Reschedules or edits it. `event`: as the user saw it. */
  reschedule(event: CalendarEvent, changes: Changes) {
    const version = versionOf(this.newest(event));
    const options = { idempotencyKey: randomId() };
    const call = this.#api.patch<CalendarEvent>(path(event.id), { ...changes, version }, options);
    return this.#applyAnswer(call, version);
  }

  /**
   * The appointment after this page's own later changes. If another desk has changed it too, it
   * keeps the older version, so that the server refuses it as stale.
   */
  newest(event: CalendarEvent): CalendarEvent {
    let version = versionOf(event);
    for (let next; (next = this.#own.get(`${event.id} ${version}`));) version = next;
    const known = this.#store.get(event.id);
    if (known && versionOf(known) === version) return known;
    const { extendedProps: props } = event;
    const appointment = { ...props.appointment, version };
    return { ...event, extendedProps: { ...props, appointment } };
  }

  /** `version`: the one that the call changes. */
  async #applyAnswer(call: Promise<CalendarEvent>, version: number): Promise<CalendarEvent> {
    try {
      const event = await call;
      this.#own.set(`${event.id} ${version}`, versionOf(event));
      this.#store.applyRow(event);
      return event;
    } catch (error) {
      const { code, body } = error as Failure;
      const current = code === "stale" ? body?.current : null;
      if (current && "extendedProps" in current) this.#store.applyRow(current);
      throw error;
    }
  }
}

function path(id: number | string) {
  const text = String(id);
  return text.startsWith("opd-")
    ? `/api/opd-appointments/${text.slice(4)}/`
    : `/api/appointments/${text}/`;
}
