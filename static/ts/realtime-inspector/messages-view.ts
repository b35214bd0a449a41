/** The table of messages: filter, pause, copy and clear. */
import { byId } from "../core/dom.ts";
import { serverNow } from "../core/server-time.ts";
import { copyOf, filtered } from "./message-filter.ts";
import { messageRow, msText } from "./message-row.ts";
import { messages } from "./messages.ts";
import type { Clock } from "../core/clock.ts";
import type { Entry, MessageLog } from "./message-log.ts";

export function showMessages(log: MessageLog, clock: Clock) {
  const rows = new WeakMap<Entry, { row: HTMLElement; text: string }>();
  const filter = byId<HTMLInputElement>("message-filter");
  const pause = byId("pause-messages");
  /** The entries shown during a pause. */
  let frozen: Entry[] | null = null;
  let shown: Entry[] = [];
  let isQueued = false;

  log.onChange.add(updateSoon);
  filter.addEventListener("input", update);
  byId("clear-messages").addEventListener("click", () => {
    frozen = frozen && [];
    log.clear();
  });
  byId("copy-messages").addEventListener("click", () => copyAll(shown));
  pause.addEventListener("click", () => {
    frozen = frozen ? null : log.entries;
    pause.textContent = frozen ? messages.resume : messages.pause;
    update();
  });
  update();

  function updateSoon() {
    if (isQueued) return;
    isQueued = true;
    requestAnimationFrame(() => {
      isQueued = false;
      update();
    });
  }

  function update() {
    const entries = frozen ?? log.entries;
    shown = filtered(entries, filter.value);
    byId("messages-table").hidden = !shown.length;
    byId("messages-empty").hidden = shown.length > 0;
    byId("messages-empty").textContent = entries.length
      ? messages.noneMatches
      : messages.nothingHeard;
    byId("copy-messages").toggleAttribute("disabled", !shown.length);
    const waiting = frozen ? log.entries.filter((entry) => !entries.includes(entry)).length : 0;
    byId("messages-count").textContent = messages.counted(shown.length, entries.length, waiting);
    byId("round-trips").textContent = messages.roundTrips(log.roundTrips);
    byId("to-screens").textContent = messages.toScreens(log.toScreens);
    place(shown.map(rowOf));
    const fresh = shown.filter(({ toScreen }) => toScreen === null);
    if (fresh.some(({ data, caughtUp }) => data?.at && !caughtUp)) measure(fresh);
  }

  /** After the frame in which the entries are drawn. */
  function measure(entries: Entry[]) {
    requestAnimationFrame(() =>
      setTimeout(() => {
        log.onShown(entries, serverNow());
        update();
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

/** Copies also on pages over plain http, where browsers have no clipboard API. Returns whether it succeeded. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

function copySelected(text: string) {
  const before = document.activeElement as HTMLElement | null;
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  before?.focus();
  return done;
}
