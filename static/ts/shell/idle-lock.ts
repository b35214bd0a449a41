/** Locks a desk that nobody has touched for some minutes. All tabs of a browser count as one desk. */
import { Api } from "../core/api.ts";
import { throttle } from "../core/dom.ts";

const TOUCHES = ["pointerdown", "pointermove", "wheel", "keydown"];
/** In localStorage, for all tabs: when one of them was last touched (milliseconds). */
const TOUCHED_AT = "touched-at";
const NOTED_EVERY_MS = 1_000;
const CHECKED_EVERY_MS = 2_000;
/** As often as the server extends a session. */
const REPORTED_EVERY_MS = 60_000;

/**
 * `minutes`: 0 for never. `address`: of the call that reports touches. `lock` ends the session and hides the page.
 * Returns what to call when the user is signed in again.
 */
export function lockWhenIdle(minutes: number, address: string, lock: () => void) {
  if (!minutes) return () => {};
  const api = new Api();
  let isLocked = false;

  const note = throttle(noteTouch, NOTED_EVERY_MS);
  const report = throttle(() => {
    if (!isLocked) api.post(address, {}).catch(() => null);
  }, REPORTED_EVERY_MS);

  /** A computer that slept has run no timer: its first touch comes too late. */
  function onTouch() {
    if (isLocked || isIdle()) return check();
    note();
    report();
  }

  function check() {
    if (isLocked || !isIdle()) return;
    isLocked = true;
    lock();
  }

  function isIdle() {
    return Date.now() - lastTouch() >= minutes * 60_000;
  }

  noteTouch(); // opening the page
  for (const touch of TOUCHES) addEventListener(touch, onTouch, { capture: true, passive: true });
  document.addEventListener("visibilitychange", check);
  setInterval(check, CHECKED_EVERY_MS);
  return () => {
    noteTouch();
    isLocked = false;
  };
}

function noteTouch() {
  localStorage.setItem(TOUCHED_AT, String(Date.now()));
}

function lastTouch() {
  return Number(localStorage.getItem(TOUCHED_AT));
}
