/**
 * Estimates the server's clock, by which holds end, from the moments in its answers and messages.
 *
 * Each moment bounds the difference of the clocks: the server's clock was read after `sentAt` and
 * before `arrivedAt` of the desk's clock. The true difference is within all bounds.
 */

/** `Date` has whole seconds, and uvicorn renews it once a second, later while it is blocked. */
const HEADER_MS = 2_000;

/** The server's clock is ahead of the desk's by at least `least` and at most `most` milliseconds. */
let least = -Infinity;
let most = Infinity;

/** The server's time in milliseconds, like `Date.now()`. */
export function serverNow(): number {
  return Date.now() + ahead();
}

/** `header`: an answer's `Date`; `sentAt`: when its call was sent (milliseconds of the desk's clock). */
export function noteServerTime(header: string | null, sentAt: number) {
  const moment = Date.parse(header ?? "");
  if (!Number.isNaN(moment)) note(moment - Date.now(), moment + HEADER_MS - sentAt);
}

/**
 * `moment`: from a message, milliseconds of the server's clock; NaN is ignored. `arrivedAt`: when
 * the message arrived; `sentAt`: when the call that caused it was sent (milliseconds of the desk's
 * clock), as far as they are known.
 */
export function noteMoment(
  moment: number,
  { arrivedAt = Infinity, sentAt = -Infinity }: { arrivedAt?: number; sentAt?: number },
) {
  if (!Number.isNaN(moment)) note(moment - arrivedAt, moment - sentAt);
}

/** Zero if the bounds allow it: most desks' clocks are right. */
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
