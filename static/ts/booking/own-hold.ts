/** Shows beside the slots how long the chosen time is held for this user. */
import { byId } from "../core/dom.ts";
import { countdown } from "./countdown.ts";
import { messages } from "./messages.ts";
import type { HoldKeeper } from "./hold-keeper.ts";

/**
 * A screen reader hears only the end of the hold, not the countdown. `time`: the chosen time as
 * text, or empty.
 */
export function showOwnHold({ until, ranOut }: HoldKeeper, time: string) {
  const line = byId("own-hold");
  line.hidden = until === null || !time;
  if (until !== null) line.replaceChildren(messages.heldForYou, countdown(until));
  const text = ranOut && time ? messages.holdRanOut(time) : "";
  const note = byId("hold-note");
  if (note.textContent !== text) note.textContent = text;
}
