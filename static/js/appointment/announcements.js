/** Says politely, to those who listen to the page, what another desk has changed on it. */
import { byId } from "../core/dom.js";
import { messages } from "../core/messages.js";
import { ORIGIN_ID } from "../core/origin.js";
import { Announcer } from "./announcer.js";

/**
 * @param {import("../realtime/appointment-store.js").Store} store
 * @param {(state: string) => string} stateLabel
 * @param {import("../core/clock.js").Clock} clock
 */
export function announceChanges(store, stateLabel, clock) {
  const region = byId("announcements");
  const announcer = new Announcer((text) => {
    region.textContent = text;
  }, messages.moreChanges);
  store.on("change", (/** @type {import("../realtime/appointment-store.js").Change} */ change) => {
    const text = sentence(change, stateLabel, clock);
    if (text) announcer.announce(text);
  });
}

/**
 * What another desk has done, where it stands now, and whether that can still be seen.
 * @param {import("../realtime/appointment-store.js").Change} change
 * @param {(state: string) => string} stateLabel
 * @param {import("../core/clock.js").Clock} clock
 */
export function sentence({ message, removed }, stateLabel, clock) {
  if (!message || message.origin === ORIGIN_ID) return "";
  const { appointment: event, by } = message;
  const { name } = event.extendedProps.patient;
  const what = `${name}, ${clock.span(event.start, event.end)}, ${stateLabel(event.status)}`;
  const seen = removed.length ? messages.removed(what) : what;
  return messages.announced(by?.name ?? messages.somebody, seen);
}
