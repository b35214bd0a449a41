/** Announces to screen readers the steps that other desks and doctors make. */
import { Announcer } from "../appointment/announcer.ts";
import { byId } from "../core/dom.ts";
import { ORIGIN_ID } from "../core/origin.ts";
import { messages } from "./messages.ts";
import { visitOf } from "./words.ts";
import type { LiveQueue } from "./live-queue.ts";

export function announceSteps(live: Pick<LiveQueue, "onMessage">) {
  const region = byId("announcements");
  const announcer = new Announcer((text) => {
    region.textContent = text;
  }, messages.moreChanges);
  live.onMessage.add((_channel, { data }) => {
    if (!data.appointment || data.origin === ORIGIN_ID) return;
    const { token, token_state: state, room } = visitOf(data.appointment);
    if (!token) return;
    const text = messages.states[state];
    announcer.announce(
      state === "CALLED" && room
        ? messages.announcedIn(token, text, room)
        : messages.announced(token, text),
    );
  });
}
