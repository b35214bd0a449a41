/** Says quietly beside the times how long the chosen one is held for this desk. */
import { byId } from "../core/dom.ts";
import { countdown } from "./countdown.ts";
import { messages } from "./messages.ts";
import type { HoldKeeper } from "./hold-keeper.ts";

/**
 * The seconds run in a line that is not read aloud; that they have run out is said once. `time`:
 * the chosen one, as the hospital's clock shows it; empty where none is.
 */
export function paintOwnHold({ until, ranOut }: HoldKeeper, time: string) {
  const line = byId("own-hold");
  line.hidden = until === null || !time;
  if (until !== null) line.replaceChildren(messages.heldForYou, countdown(until));
  const said = ranOut && time ? messages.holdRanOut(time) : "";
  const note = byId("hold-note");
  if (note.textContent !== said) note.textContent = said;
}
