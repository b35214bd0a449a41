/** Held times: pure, from what was read and what the clock says. Moments are milliseconds. */
import { overlap, sameMoment, type Slot, type Times } from "./slots.ts";

/** A hold is renewed by typing in the last quarter of its time: 30 s of 2 minutes. */
const RENEWED_FROM = 1 / 4;
/** Every desk sees a hold run out at the same moment; they do not all ask in it. */
const SPREAD_MS = 1_000;
/** A hold whose end the page cannot believe does not make it ask without rest. */
const SHORTEST_WAIT_MS = 250;
const OVERDUE_WAIT_MS = 3_000;

/** A time that this page wants to hold. */
export interface Wanted {
  doctor: number;
  start: string;
  end: string;
}

export interface OwnHold {
  id: number;
  since: number;
  until: number;
}

/** What another desk holds. */
export type HeldTime = Times & { by: string; until: string };

/** Whether both are the same doctor's same time, or both nothing. */
export function sameWish(one: Wanted | null, other: Wanted | null) {
  if (!one || !other) return one === other;
  return (
    one.doctor === other.doctor &&
    sameMoment(one.start, other.start) &&
    sameMoment(one.end, other.end)
  );
}

/** Whether the hold is to be renewed while somebody types. */
export function isEnding({ since, until }: OwnHold, now: number) {
  return until - now < (until - since) * RENEWED_FROM;
}

/** Minutes and seconds, as in 1:42. */
export function timeLeft(until: number, now: number): string {
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/**
 * One stretch for each hold of another desk. Slots longer than the step between them overlap, so
 * that one hold marks several; a slot that is free tells where it ends. The slots come in order.
 */
export function heldTimes(slots: Slot[]): HeldTime[] {
  const found: HeldTime[] = [];
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
 * `chance` is from 0 to 1.
 */
export function readAgainIn(slots: Slot[], now: number, chance: number) {
  const ends = slots.flatMap(({ state, held_until: until }) =>
    state === "held" && until ? [Date.parse(until)] : [],
  );
  if (!ends.length) return null;
  const left = Math.min(...ends) - now;
  return (left > 0 ? left + SHORTEST_WAIT_MS : OVERDUE_WAIT_MS) + chance * SPREAD_MS;
}

function without(held: HeldTime, free: Slot[]) {
  const cut = { ...held };
  for (const slot of free.filter((each) => overlap(each, held))) {
    if (Date.parse(slot.start) <= Date.parse(cut.start)) cut.start = later(cut.start, slot.end);
    else if (Date.parse(slot.end) >= Date.parse(cut.end)) cut.end = earlier(cut.end, slot.start);
  }
  return Date.parse(cut.start) < Date.parse(cut.end) ? cut : held;
}

function later(one: string, other: string) {
  return Date.parse(one) > Date.parse(other) ? one : other;
}

function earlier(one: string, other: string) {
  return Date.parse(one) < Date.parse(other) ? one : other;
}
