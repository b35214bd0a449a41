/** Which messages are shown: those that hold every word typed, in channel, event or content. Pure. */
import type { Entry } from "./journal.ts";

/** What is looked through, by message. */
const texts = new WeakMap<object, string>();

export function filtered(entries: Entry[], typed: string) {
  const terms = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => terms.every((word) => textOf(entry).includes(word)));
}

/** What is copied: as the server said it, with when it came and how. */
export function copyOf({
  arrivedAt,
  channel,
  event,
  seq,
  caughtUp,
  roundTrip,
  toScreen,
  data,
}: Entry) {
  const came = new Date(arrivedAt).toISOString();
  return { arrived: came, channel, event, seq, caughtUp, roundTrip, toScreen, data };
}

function textOf(entry: Entry) {
  const known = texts.get(entry);
  if (known !== undefined) return known;
  const { channel, event, seq, data } = entry;
  const text = `${channel} ${event} ${seq} ${JSON.stringify(data)}`.toLocaleLowerCase();
  texts.set(entry, text);
  return text;
}
