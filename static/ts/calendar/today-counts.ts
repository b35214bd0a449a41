/** Today's numbers beside the filters, by state and by doctor, always read from the server's one count. */
import { el, throttle } from "../core/dom.ts";
import { messages } from "../core/messages.ts";
import { ORIGIN_ID } from "../core/origin.ts";
import type { Api } from "../core/api.ts";
import type { LiveQuery } from "../realtime/live-query.ts";
import type { FilterValues } from "./url-state.ts";

/** What was asked for or changed here is read at once, but no more often. */
const EVERY_MS = 2_000;
/** What other desks change is read within this time, by each screen at another moment: all of them hear of it at once. */
const SPREAD_MS = 10_000;
/** And then not again for this time: a count costs the server a thousand times what telling a screen does. */
const REST_MS = 20_000;
/** Of doctors who are not shown no channel tells. */
const REREAD_MS = 60_000;

/** The answer of GET /api/calendar/today/. */
interface Numbers {
  by_status: Record<string, number>;
  by_doctor: Record<string, number>;
}

interface KeepTodayCurrentParts {
  api: Pick<Api, "get">;
  live: Pick<LiveQuery, "onLoaded" | "onTooMany" | "onMessage">;
  /** As they were chosen. */
  filters: () => FilterValues;
  show?: (numbers: Numbers) => void;
}

/** Returns reads them anew, soon. */
export function keepTodayCurrent({
  api,
  live,
  filters,
  show = renderNumbers,
}: KeepTodayCurrentParts): () => void {
  let asked = 0;
  let readAt = -REST_MS;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const read = throttle(async () => {
    const mine = ++asked;
    readAt = performance.now();
    clearTimeout(waiting);
    waiting = undefined;
    const { doctor, department, status, kind } = filters();
    const choice = { doctor, department, status, kind };
    const numbers = await api.get("/api/calendar/today/", choice).catch(() => null);
    if (numbers && mine === asked) show(numbers);
  }, EVERY_MS);
  for (const signal of [live.onLoaded, live.onTooMany]) signal.add(() => read());
  live.onMessage.add((_channel, { data }) => {
    if (!data?.appointment) return;
    if (data.origin === ORIGIN_ID) return read();
    const rest = Math.max(0, readAt + REST_MS - performance.now());
    waiting ??= setTimeout(read, rest + Math.random() * SPREAD_MS);
  });
  setInterval(read, REREAD_MS);
  return () => read();
}

function renderNumbers({ by_status, by_doctor }: Numbers) {
  for (const node of document.querySelectorAll("[data-state-count]")) {
    const state = (node as HTMLElement).dataset.stateCount ?? "";
    node.textContent = String(by_status[state] ?? 0);
  }
  for (const node of document.querySelectorAll("[data-doctor-count]")) {
    const { doctorCount = "", off } = (node as HTMLElement).dataset;
    const count = by_doctor[doctorCount] ?? 0;
    if (!count && off !== undefined) node.textContent = messages.off;
    else node.replaceChildren(String(count), todaysNote());
  }
}

function todaysNote() {
  return el("span", { class: "visually-hidden", text: ` ${messages.today}` });
}
