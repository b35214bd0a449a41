/** Announces to screen readers what other desks change on this page. */
import { byId } from "../core/dom.ts";
import { messages } from "../core/messages.ts";
import { ORIGIN_ID } from "../core/origin.ts";
import { Announcer } from "./announcer.ts";
import type { Clock } from "../core/clock.ts";
import type { AppointmentStore, Change } from "../realtime/appointment-store.ts";

type StatusLabel = (status: string) => string;

export function announceChanges(store: AppointmentStore, statusLabel: StatusLabel, clock: Clock) {
  const region = byId("announcements");
  const announcer = new Announcer((text) => {
    region.textContent = text;
  }, messages.moreChanges);
  store.onChange.add((change) => {
    const text = sentence(change, statusLabel, clock);
    if (text) announcer.announce(text);
  });
}

/** Who changed which appointment, its time and status now. Empty for loads and changes of this page. */
export function sentence({ message, removed }: Change, statusLabel: StatusLabel, clock: Clock) {
  if (!message || message.origin === ORIGIN_ID) return "";
  const { appointment: event, by } = message;
  const { name } = event.extendedProps.patient;
  const what = `${name}, ${clock.span(event.start, event.end)}, ${statusLabel(event.status)}`;
  const text = removed.length ? messages.removed(what) : what;
  return messages.labelled(by?.name ?? messages.somebody, text);
}
