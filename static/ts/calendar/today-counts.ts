/** Today's counts beside the filters, by status and by doctor, as the server counts them. */
import { el, throttle } from "../core/dom.ts";
import { messages } from "../core/messages.ts";
import { ORIGIN_ID } from "../core/origin.ts";
import type { Api } from "../core/api.ts";
import type { LiveQuery } from "../realtime/live-query.ts";
import type { FilterValues } from "./url-state.ts";

/** At most one read in this time after loads and own changes (milliseconds). */
const EVERY_MS = 2_000;
/** Other users' changes are read at a random moment within this time (milliseconds): all screens get the event at once. */
const SPREAD_MS = 10_000;
/** At most one read in this time after others' changes (milliseconds): a count costs the server a thousand times as much as an event. */
const REST_MS = 20_000;
/** Read again this often (milliseconds): the page follows no channel of doctors that are not shown. */
const REREAD_MS = 60_000;

/** The answer of GET /api/calendar/today/. */
interface Numbers {
  by_status: Record<string, number>;
  by_doctor: Record<string, number>;
}

interface TodayCountsParts {
  api: Pick<Api, "get">;
  live: Pick<LiveQuery, "onLoaded" | "onTooMany" | "onMessage">;
  /** The chosen ones. */
  filters: () => FilterValues;
  show?: (numbers: Numbers) => void;
}

/** Returns a function that reads the counts again. */
export function followTodayCounts({
  api,
  live,
  filters,
  show = renderNumbers,
}: TodayCountsParts): () => void {
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
    const numbers = await api.get<Numbers>("/api/calendar/today/", choice).catch(() => null);
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
