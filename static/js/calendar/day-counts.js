/** Where a range holds too many appointments to draw: its numbers per day. */
import { spread } from "../core/dom.js";

/** A month is counted within this time of a change, by each screen at another moment. */
const SPREAD_MS = 1_500;
const RETRY_MS = 5_000;

/**
 * @param {object} parts
 * @param {import("../core/api.js").Api} parts.api
 * @param {import("../realtime/live-query.js").Live} parts.live
 * @param {import("./view.js").Board} parts.board
 */
export function countWhereTooMany({ api, live, board }) {
  /** @type {import("../core/types.js").Query | null} */
  let counted = null;
  let asked = 0;
  const read = async () => {
    const query = counted;
    const mine = ++asked;
    if (!query) return;
    const days = await api.get("/api/calendar/counts/", query).catch(() => null);
    if (mine !== asked) return;
    if (days) board.showCounts(days);
    else setTimeout(reread, RETRY_MS);
  };
  const reread = spread(read, SPREAD_MS);
  live.on("tooMany", (/** @type {import("../core/types.js").Query} */ query) => {
    counted = query;
    read();
  });
  live.on("loaded", () => {
    if (counted) board.hideCounts();
    counted = null;
    asked += 1;
  });
  live.on("message", reread);
}
