/** The table of messages: filtered while one types, held still, copied, cleared. */
import { byId } from "../core/dom.ts";
import { serverNow } from "../core/server-time.ts";
import { copy } from "./copying.ts";
import { copyOf, filtered } from "./message-filter.ts";
import { messageRow, msText } from "./message-row.ts";
import { messages } from "./messages.ts";
import type { Clock } from "../core/clock.ts";
import type { Entry, Journal } from "./journal.ts";

export function watchMessages(journal: Journal, clock: Clock) {
  const rows = new WeakMap<Entry, { row: HTMLElement; text: string }>();
  const filter = byId<HTMLInputElement>("message-filter");
  const pause = byId("pause-messages");
  /** What is shown while the table is held still. */
  let frozen: Entry[] | null = null;
  let shown: Entry[] = [];
  let asked = false;

  journal.on("change", ask);
  filter.addEventListener("input", paint);
  byId("clear-messages").addEventListener("click", () => {
    frozen = frozen && [];
    journal.clear();
  });
  byId("copy-messages").addEventListener("click", () => copyAll(shown));
  pause.addEventListener("click", () => {
    frozen = frozen ? null : journal.entries;
    pause.textContent = frozen ? messages.resume : messages.pause;
    paint();
  });
  paint();

  function ask() {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      paint();
    });
  }

  function paint() {
    const entries = frozen ?? journal.entries;
    shown = filtered(entries, filter.value);
    byId("messages-table").hidden = !shown.length;
    byId("messages-empty").hidden = shown.length > 0;
    byId("messages-empty").textContent = entries.length
      ? messages.noneMatches
      : messages.nothingHeard;
    byId("copy-messages").toggleAttribute("disabled", !shown.length);
    const waiting = frozen ? journal.entries.filter((entry) => !entries.includes(entry)).length : 0;
    byId("messages-count").textContent = messages.counted(shown.length, entries.length, waiting);
    byId("round-trips").textContent = messages.roundTrips(journal.roundTrips);
    byId("to-screens").textContent = messages.toScreens(journal.toScreens);
    place(shown.map(rowOf));
    const fresh = shown.filter(({ toScreen }) => toScreen === null);
    if (fresh.some(({ data, caughtUp }) => data?.at && !caughtUp)) measure(fresh);
  }

  /** After the frame that was just drawn. */
  function measure(entries: Entry[]) {
    requestAnimationFrame(() =>
      setTimeout(() => {
        journal.painted(entries, serverNow());
        paint();
      }),
    );
  }

  function place(wanted: HTMLElement[]) {
    const body = byId("messages");
    const kept = new Set(wanted);
    for (const row of [...body.children]) {
      if (!kept.has(row as HTMLElement)) row.remove();
    }
    wanted.forEach((row, index) => {
      if (body.children[index] !== row) body.insertBefore(row, body.children[index] ?? null);
    });
  }

  function rowOf(entry: Entry) {
    const text = `${entry.own} ${msText(entry.roundTrip)} ${msText(entry.toScreen)}`;
    const known = rows.get(entry);
    if (known?.text === text) return known.row;
    const row = messageRow(entry, clock, () => copyAll([entry]));
    rows.set(entry, { row, text });
    return row;
  }
}

async function copyAll(entries: Entry[]) {
  const copies = entries.map(copyOf);
  const text = JSON.stringify(copies.length === 1 ? copies[0] : copies, null, 2);
  const said = (await copy(text)) ? messages.copied(entries.length) : messages.notCopied;
  byId("copied").textContent = said;
}
