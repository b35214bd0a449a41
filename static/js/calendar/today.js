/** Today's numbers beside the filters, by state and by doctor, always read from the server's one count. */
import { el, throttle } from "../dom.js";
import { messages } from "../messages.js";

/** Each screen reads them no more often. */
const EVERY_MS = 2_000;
/** Of doctors who are not shown no channel tells. */
const REREAD_MS = 60_000;

/**
 * The answer of GET /api/calendar/today/.
 * @typedef {{by_status: Record<string, number>, by_doctor: Record<string, number>}} Numbers
 */

/**
 * @param {object} parts
 * @param {Pick<import("../api.js").Api, "get">} parts.api
 * @param {Pick<import("../live.js").Live, "on">} parts.live
 * @param {() => import("./address.js").Filters} parts.filters as they were chosen
 * @param {(numbers: Numbers) => void} [parts.show]
 * @returns {() => void} reads them anew, soon
 */
export function keepTodayCurrent({ api, live, filters, show = paintNumbers }) {
  let asked = 0;
  const read = throttle(async () => {
    const mine = ++asked;
    const { doctor, department, status, kind } = filters();
    const choice = { doctor, department, status, kind };
    const numbers = await api.get("/api/calendar/today/", choice).catch(() => null);
    if (numbers && mine === asked) show(numbers);
  }, EVERY_MS);
  for (const name of ["loaded", "tooMany"]) live.on(name, () => read());
  live.on("message", (/** @type {string} */ _channel, /** @type {any} */ { data }) => {
    if (data?.appointment) read();
  });
  setInterval(read, REREAD_MS);
  return () => read();
}

/** @param {Numbers} numbers */
function paintNumbers({ by_status, by_doctor }) {
  for (const node of document.querySelectorAll("[data-state-count]")) {
    const state = /** @type {HTMLElement} */ (node).dataset.stateCount ?? "";
    node.textContent = String(by_status[state] ?? 0);
  }
  for (const node of document.querySelectorAll("[data-doctor-count]")) {
    const { doctorCount = "", off } = /** @type {HTMLElement} */ (node).dataset;
    const count = by_doctor[doctorCount] ?? 0;
    if (!count && off !== undefined) node.textContent = messages.off;
    else node.replaceChildren(String(count), todaysNote());
  }
}

function todaysNote() {
  return el("span", { class: "visually-hidden", text: ` ${messages.today}` });
}
