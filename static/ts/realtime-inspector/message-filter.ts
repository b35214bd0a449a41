/** Filters messages by words in channel, event or content; all words must occur. Pure. */
import type { Entry } from "./message-log.ts";

/** The searched text of each message. */
const texts = new WeakMap<object, string>();

export function filtered(entries: Entry[], typed: string) {
  const terms = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => terms.every((word) => textOf(entry).includes(word)));
}

/** A message for the clipboard: what the server sent, and when and how it arrived. */
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
  const arrived = new Date(arrivedAt).toISOString();
  return { arrived, channel, event, seq, caughtUp, roundTrip, toScreen, data };
}

function textOf(entry: Entry) {
  const known = texts.get(entry);
  if (known !== undefined) return known;
  const { channel, event, seq, data } = entry;
  const text = `${channel} ${event} ${seq} ${JSON.stringify(data)}`.toLocaleLowerCase();
  texts.set(entry, text);
  return text;
}
