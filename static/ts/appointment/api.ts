/** The verbs on one appointment, over the API; their answers go straight into the store. */
import { randomId } from "../core/random.ts";
import { versionOf, type AppointmentStore } from "../realtime/appointment-store.ts";
import type { Api } from "../core/api.ts";
import type { CalendarEvent } from "../core/types.ts";

/** What a correction or a move asks for; `start` alone keeps the length. */
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
  /** The version that an own change has made of another, by id and that other. */
  #own = new Map<string, number>();

  constructor(api: Api, store: AppointmentStore) {
    this.#api = api;
    this.#store = store;
  }

  /** One appointment with its history and the moves allowed. `id`: a number, or "opd-<number>". */
  read(id: string): Promise<CalendarEvent> {
    return this.#api.get(path(id));
  }

  changeStatus(event: CalendarEvent, status: string, reason?: string) {
    const version = versionOf(this.newest(event));
    const call = this.#api.post(`${path(event.id)}status/`, { status, version, reason });
    return this.#keep(call, version);
  }

  /** Moves or corrects it. `event`: as it was when that was chosen. */
  reschedule(event: CalendarEvent, changes: Changes) {
    const version = versionOf(this.newest(event));
    const options = { idempotencyKey: randomId() };
    const call = this.#api.patch(path(event.id), { ...changes, version }, options);
    return this.#keep(call, version);
  }

  /**
   * The appointment as one's own changes have left it since; as it was where another desk has
   * changed it too, so that the server says so.
   */
  newest(event: CalendarEvent): CalendarEvent {
    let version = versionOf(event);
    for (let next; (next = this.#own.get(`${event.id} ${version}`));) version = next;
    const held = this.#store.get(event.id);
    if (held && versionOf(held) === version) return held;
    const { extendedProps: props } = event;
    const appointment = { ...props.appointment, version };
    return { ...event, extendedProps: { ...props, appointment } };
  }

  /** `version`: that it changes. */
  async #keep(call: Promise<CalendarEvent>, version: number): Promise<CalendarEvent> {
    try {
      const event = await call;
      this.#own.set(`${event.id} ${version}`, versionOf(event));
      this.#store.applyRow(event);
      return event;
    } catch (error: any) {
      if (error.code === "stale") this.#store.applyRow(error.body.current);
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
