/**
 * The server's clock, as its answers tell it: what ends at a moment ends by that clock, not by the desk's.
 *
 * Each moment that the server tells gives bounds: the desk's clock showed `sentAt` before the server read its own, and
 * `arrivedAt` after. The true difference lies in what all bounds share.
 */

/** The `Date` header counts whole seconds, and uvicorn writes it once a second, or later while it is blocked. */
const HEADER_MS = 2_000;

/** The server's clock is ahead of the desk's by at least and at most so many milliseconds. */
let least = -Infinity;
let most = Infinity;

/** Milliseconds, like `Date.now()`. */
export function serverNow(): number {
  return Date.now() + ahead();
}

/** `header` is an answer's `Date`; `sentAt` is when its call was sent, by the desk's clock. */
export function noteServerTime(header: string | null, sentAt: number) {
  const told = Date.parse(header ?? "");
  if (!Number.isNaN(told)) note(told - Date.now(), told + HEADER_MS - sentAt);
}

/**
 * The server wrote this moment into a message; NaN says nothing. By the desk's clock, as far as
 * known, the message was here at `arrivedAt`, and the call that caused it was sent at `sentAt`.
 */
export function noteMoment(
  moment: number,
  { arrivedAt = Infinity, sentAt = -Infinity }: { arrivedAt?: number; sentAt?: number },
) {
  if (!Number.isNaN(moment)) note(moment - arrivedAt, moment - sentAt);
}

/** Zero unless the bounds exclude it: most desks' clocks are right. */
function ahead() {
  if (least <= 0 && most >= 0) return 0;
  if (Number.isFinite(least) && Number.isFinite(most)) return (least + most) / 2;
  return Number.isFinite(least) ? least : most;
}

function note(low: number, high: number) {
  least = Math.max(least, low);
  most = Math.min(most, high);
  if (least > most) [least, most] = [low, high]; // one of the clocks was set
}
