/** Where a range holds too many appointments to draw: its numbers per day. */
import { debounce } from "../dom.js";

const QUIET_MS = 1_500;

/**
 * @param {object} parts
 * @param {import("../api.js").Api} parts.api
 * @param {import("../live.js").Live} parts.live
 * @param {import("./board.js").Board} parts.board
 */
export function countWhereTooMany({ api, live, board }) {
  /** @type {import("../types.js").Query | null} */
  let counted = null;
  const read = async () => {
    const query = counted;
    if (!query) return;
    const days = await api.get("/api/calendar/counts/", query).catch(() => null);
    if (days && query === counted) board.showCounts(days);
  };
  live.on("tooMany", (/** @type {import("../types.js").Query} */ query) => {
    counted = query;
    read();
  });
  live.on("loaded", () => {
    if (counted) board.hideCounts();
    counted = null;
  });
  live.on("message", debounce(read, QUIET_MS));
}
