/** Where a range holds too many appointments to draw: its numbers per day. */
import { throttle } from "../dom.js";

/** Each screen counts a month no more often. */
const EVERY_MS = 2_000;

/**
 * @param {object} parts
 * @param {import("../api.js").Api} parts.api
 * @param {import("../live.js").Live} parts.live
 * @param {import("./board.js").Board} parts.board
 */
export function countWhereTooMany({ api, live, board }) {
  /** @type {import("../types.js").Query | null} */
  let counted = null;
  let asked = 0;
  const read = async () => {
    const query = counted;
    const mine = ++asked;
    if (!query) return;
    const days = await api.get("/api/calendar/counts/", query).catch(() => null);
    if (days && mine === asked) board.showCounts(days);
  };
  live.on("tooMany", (/** @type {import("../types.js").Query} */ query) => {
    counted = query;
    read();
  });
  live.on("loaded", () => {
    if (counted) board.hideCounts();
    counted = null;
    asked += 1;
  });
  live.on("message", throttle(read, EVERY_MS));
}
