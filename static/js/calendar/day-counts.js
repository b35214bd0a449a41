/** Where a range holds too many appointments to draw: its numbers per day. */
import { spread } from "../dom.js";

/** A month is counted within this time of a change, by each screen at another moment. */
const SPREAD_MS = 4_000;

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
  live.on("message", spread(read, SPREAD_MS));
}
