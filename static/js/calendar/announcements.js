/** Says politely, to those who listen to the page, what another desk has changed on it. */
import { byId } from "../dom.js";
import { messages } from "../messages.js";
import { ORIGIN_ID } from "../origin.js";
import { Announcer } from "./announcer.js";

/**
 * @param {import("../store.js").Store} store
 * @param {(state: string) => string} stateLabel
 * @param {import("../time.js").Clock} clock
 */
export function announceChanges(store, stateLabel, clock) {
  const region = byId("announcements");
  const announcer = new Announcer((text) => {
    region.textContent = text;
  }, messages.moreChanges);
  store.on("change", (/** @type {import("../store.js").Change} */ { message, removed }) => {
    if (!message || message.origin === ORIGIN_ID) return;
    const { appointment: event, by } = message;
    const patient = event.extendedProps.patient.name;
    const what = removed.length
      ? messages.removed(patient)
      : `${patient}, ${clock.span(event.start, event.end)}, ${stateLabel(event.status)}`;
    announcer.announce(messages.announced(by?.name ?? messages.somebody, what));
  });
}
