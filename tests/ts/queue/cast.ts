/** Those who wait in the tests of the queue's scripts. */
import { appointment } from "../cast.ts";
import type { QueueEntry, QueuedVisit } from "../../../static/ts/queue/types.ts";

/** A walk-in who waits; `change` overrides its parts. */
export function queueEntry(
  change: Partial<QueuedVisit> & { id?: number | string } = {},
): QueueEntry {
  const { id = "opd-7", ...own } = change;
  const event = appointment({ id, kind: "opd", doctor: null, status: "CHECKED_IN" });
  const visit: QueuedVisit = {
    ...event.extendedProps.appointment,
    token: "OP-C-001",
    token_state: "WAITING",
    priority: "normal",
    room: null,
    position: 1,
    ahead: 0,
    since: "2026-11-23T10:00:00+00:00",
    arrival: "2026-11-23T10:00:00+00:00",
    why: "walk-in 10:00",
    estimate: null,
    actions: ["call", "transfer", "left"],
    ...own,
  };
  return { ...event, extendedProps: { ...event.extendedProps, appointment: visit } };
}
