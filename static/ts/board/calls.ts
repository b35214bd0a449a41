/** What of a board is new, and in which order it is shown. Pure. */
import type { CalledToken } from "../core/types.ts";

/** Rows of "now serving" that are readable from ten metres. */
export const MOST_ROWS = 6;

/** A token as a board shows it: all of one board have the same beginning. */
export function short(token: string) {
  return token.replace(/^OP-/, "");
}

/** The token of the last call; without calls that of the visit that began last. */
export function lastOf(now: CalledToken[]): CalledToken | undefined {
  return newestFirst(now)[0];
}

/** Those that are shown, by room: the called ones, then the visits that began last. */
export function shownOf(now: CalledToken[], most = MOST_ROWS): CalledToken[] {
  const shown = new Set(newestFirst(now).slice(0, most));
  return now.filter((each) => shown.has(each));
}

/** The calls of `now` that `before` does not have; calling again is a call. Null: nothing was shown before. */
export function newCalls(before: CalledToken[] | null, now: CalledToken[]): CalledToken[] {
  if (!before) return [];
  const known = new Set(before.filter(isCalled).map(callOf));
  return now.filter((each) => isCalled(each) && !known.has(callOf(each)));
}

function newestFirst(now: CalledToken[]) {
  return now.toSorted(
    (a, b) =>
      Number(isCalled(b)) - Number(isCalled(a)) || Date.parse(b.since) - Date.parse(a.since),
  );
}

function isCalled({ state }: CalledToken) {
  return state === "called";
}

function callOf({ token, since }: CalledToken) {
  return `${token} ${since}`;
}
