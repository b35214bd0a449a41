/** The server's clock, as its answers tell it: what ends at a moment ends by that clock, not by the desk's. */

/** The `Date` header counts whole seconds, and an answer takes its time; less than this says nothing. */
const TRUSTED_MS = 2_000;

let aheadMs = 0;

/** @returns {number} milliseconds, like `Date.now()` */
export function serverNow() {
  return Date.now() + aheadMs;
}

/**
 * @param {string | null} header an answer's `Date`
 * @param {number} sentAt when its call was sent, in milliseconds of the desk's clock
 */
export function noteServerTime(header, sentAt) {
  const told = Date.parse(header ?? "") + 500;
  if (Number.isNaN(told)) return;
  const ahead = told - (sentAt + Date.now()) / 2;
  aheadMs = Math.abs(ahead) < TRUSTED_MS ? 0 : ahead;
}
