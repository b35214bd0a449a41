/** Which messages are shown: those that hold every word typed, in channel, event or content. Pure. */

/** What is looked through, by message. @type {WeakMap<object, string>} */
const texts = new WeakMap();

/**
 * @param {import("./journal.js").Entry[]} entries
 * @param {string} typed
 */
export function filtered(entries, typed) {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => words.every((word) => textOf(entry).includes(word)));
}

/**
 * What is copied: as the server said it, with when it came and how.
 * @param {import("./journal.js").Entry} entry
 */
export function copyOf({ arrivedAt, channel, event, seq, caughtUp, roundTrip, toScreen, data }) {
  const came = new Date(arrivedAt).toISOString();
  return { arrived: came, channel, event, seq, caughtUp, roundTrip, toScreen, data };
}

/** @param {import("./journal.js").Entry} entry */
function textOf(entry) {
  const known = texts.get(entry);
  if (known !== undefined) return known;
  const { channel, event, seq, data } = entry;
  const text = `${channel} ${event} ${seq} ${JSON.stringify(data)}`.toLocaleLowerCase();
  texts.set(entry, text);
  return text;
}
