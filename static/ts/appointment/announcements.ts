/** Says politely, to those who listen to the page, what another desk has changed on it. */
import { byId } from "../core/dom.ts";
import { messages } from "../core/messages.ts";
import { ORIGIN_ID } from "../core/origin.ts";
import { Announcer } from "./announcer.ts";
import type { Clock } from "../core/clock.ts";
import type { Change, AppointmentStore } from "../realtime/appointment-store.ts";

export function announceChanges(
  store: AppointmentStore,
  stateLabel: (state: string) => string,
  clock: Clock,
) {
  const region = byId("announcements");
  const announcer = new Announcer((text) => {
    region.textContent = text;
  }, messages.moreChanges);
  store.on("change", (change: Change) => {
    const text = sentence(change, stateLabel, clock);
    if (text) announcer.announce(text);
  });
}

/** What another desk has done, where it stands now, and whether that can still be seen. */
export function sentence(
  { message, removed }: Change,
  stateLabel: (state: string) => string,
  clock: Clock,
) {
  if (!message || message.origin === ORIGIN_ID) return "";
  const { appointment: event, by } = message;
  const { name } = event.extendedProps.patient;
  const what = `${name}, ${clock.span(event.start, event.end)}, ${stateLabel(event.status)}`;
  const seen = removed.length ? messages.removed(what) : what;
  return messages.labelled(by?.name ?? messages.somebody, seen);
}
