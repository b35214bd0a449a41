/** The calls of a queue. After each one, made or refused, the queue is read again. */
import { randomId } from "../core/random.ts";
import { versionOf } from "../realtime/appointment-store.ts";
import type { Api } from "../core/api.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { LiveQueue } from "./live-queue.ts";
import type { Action, Priority, RoomCard } from "./types.ts";

/** Ids; a missing room is the doctor's, or the only open one. */
interface Place {
  room?: number;
  doctor?: number;
}

interface StepDetails extends Place {
  /** Where a transfer goes, if to no doctor. */
  department?: number;
  reason?: string;
}

export class QueueCalls {
  #api: Pick<Api, "post" | "patch" | "delete">;
  #live: Pick<LiveQueue, "asked" | "refresh">;

  constructor(
    api: Pick<Api, "post" | "patch" | "delete">,
    live: Pick<LiveQueue, "asked" | "refresh">,
  ) {
    this.#api = api;
    this.#live = live;
  }

  /** `done`: the visit that ends with the call. Returns the one who is called. */
  callNext(place: Place, done?: CalendarEvent) {
    const { department, date } = this.#live.asked ?? {};
    const body = {
      ...place,
      ...(date && { date }),
      ...(done && { done: { id: String(done.id), version: versionOf(done) } }),
    };
    return this.#post<CalendarEvent>(`/api/queues/${department}/call-next/`, body);
  }

  /** `event`: as the user saw it. Returns it after the step; `undo` takes that one back. */
  step(event: CalendarEvent, action: Action, details: StepDetails = {}) {
    const body = {
      action,
      version: versionOf(event),
      ...details,
      // A page that shows another day's queue means that day's patients.
      ...(this.#live.asked?.date && { confirm: true }),
    };
    return this.#post<CalendarEvent>(`${visitPath(event)}token/`, body);
  }

  /** `event`: as the user saw it. Returns it after the change. */
  setPriority(event: CalendarEvent, priority: Priority, reason = "") {
    const body = { priority, reason, version: versionOf(event) };
    const options = { idempotencyKey: randomId() };
    return this.#thenRead(this.#api.patch<CalendarEvent>(visitPath(event), body, options));
  }

  /** Ends the queue of another day, which the page shows. Returns how many patients still waited. */
  async closeDay() {
    const { department, date } = this.#live.asked ?? {};
    const { left } = await this.#post<{ left: number }>(`/api/queues/${department}/close/`, {
      date,
    });
    return left;
  }

  /** Opens the room for a doctor; a doctor's account needs none. */
  openRoom(room: number, doctor?: number) {
    return this.#post<RoomCard>(`/api/rooms/${room}/session/`, { doctor });
  }

  closeRoom(room: number) {
    return this.#thenRead(this.#api.delete(`/api/rooms/${room}/session/`));
  }

  #post<Answer>(path: string, body: object) {
    const options = { idempotencyKey: randomId() };
    return this.#thenRead(this.#api.post<Answer>(path, body, options));
  }

  async #thenRead<Answer>(call: Promise<Answer>) {
    try {
      return await call;
    } finally {
      void this.#live.refresh();
    }
  }
}

function visitPath({ id }: CalendarEvent) {
  const text = String(id);
  return text.startsWith("opd-")
    ? `/api/opd-appointments/${text.slice("opd-".length)}/`
    : `/api/appointments/${text}/`;
}
