/** Held times: pure, from what was read and what the clock says. Moments are milliseconds. */
import { overlap, sameMoment } from "./slots.js";

/** A hold is renewed by typing in the last quarter of its time: 30 s of 2 minutes. */
const RENEWED_FROM = 1 / 4;
/** Every desk sees a hold run out at the same moment; they do not all ask in it. */
const SPREAD_MS = 1_000;
/** A hold whose end the page cannot believe does not make it ask without rest. */
const SHORTEST_WAIT_MS = 250;
const OVERDUE_WAIT_MS = 3_000;

/**
 * @typedef {{doctor: number, start: string, end: string}} Wanted a time that this page wants to hold
 * @typedef {{id: number, since: number, until: number}} OwnHold
 * @typedef {import("./slots.js").Times & {by: string, until: string}} HeldTime what another desk holds
 */

/**
 * Whether both are the same doctor's same time, or both nothing.
 * @param {Wanted | null} one
 * @param {Wanted | null} other
 */
export function sameWish(one, other) {
  if (!one || !other) return one === other;
  return (
    one.doctor === other.doctor &&
    sameMoment(one.start, other.start) &&
    sameMoment(one.end, other.end)
  );
}

/** Whether the hold is to be renewed while somebody types. @param {OwnHold} hold @param {number} now */
export function isEnding({ since, until }, now) {
  return until - now < (until - since) * RENEWED_FROM;
}

/** @param {number} until @param {number} now @returns {string} minutes and seconds, as in 1:42 */
export function timeLeft(until, now) {
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/**
 * One stretch for each hold of another desk. Slots longer than the step between them overlap, so
 * that one hold marks several; a slot that is free tells where it ends.
 * @param {import("./slots.js").Slot[]} slots in order
 * @returns {HeldTime[]}
 */
export function heldTimes(slots) {
  /** @type {HeldTime[]} */
  const found = [];
  for (const { start, end, state, held_by: holder, held_until: until } of slots) {
    if (state !== "held" || !until) continue;
    const last = found.at(-1);
    const goesOn = last?.until === until && Date.parse(start) <= Date.parse(last.end);
    if (goesOn) last.end = end;
    else found.push({ start, end, until, by: holder?.name ?? "" });
  }
  const free = slots.filter(({ state }) => state === "free");
  return found.map((held) => without(held, free));
}

/**
 * How long to wait before the held times are read anew; null where nothing is held.
 * @param {import("./slots.js").Slot[]} slots
 * @param {number} now
 * @param {number} chance from 0 to 1
 */
export function readAgainIn(slots, now, chance) {
  const ends = slots.flatMap(({ state, held_until: until }) =>
    state === "held" && until ? [Date.parse(until)] : [],
  );
  if (!ends.length) return null;
  const left = Math.min(...ends) - now;
  return (left > 0 ? left + SHORTEST_WAIT_MS : OVERDUE_WAIT_MS) + chance * SPREAD_MS;
}

/**
 * @param {HeldTime} held
 * @param {import("./slots.js").Slot[]} free
 */
function without(held, free) {
  const cut = { ...held };
  for (const slot of free.filter((each) => overlap(each, held))) {
    if (Date.parse(slot.start) <= Date.parse(cut.start)) cut.start = later(cut.start, slot.end);
    else if (Date.parse(slot.end) >= Date.parse(cut.end)) cut.end = earlier(cut.end, slot.start);
  }
  return Date.parse(cut.start) < Date.parse(cut.end) ? cut : held;
}

/** @param {string} one @param {string} other */
function later(one, other) {
  return Date.parse(one) > Date.parse(other) ? one : other;
}

/** @param {string} one @param {string} other */
function earlier(one, other) {
  return Date.parse(one) < Date.parse(other) ? one : other;
}
