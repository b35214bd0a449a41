/** Holds of this page's user and of other users: pure. Moments are milliseconds. */
import { overlap, sameMoment, type Slot, type Times } from "./slots.ts";

/** Typing renews a hold in this last part of its time: 30 s of 2 minutes. */
const RENEWAL_SHARE = 1 / 4;
/** All pages see a hold end at the same moment; their requests are spread over this time. */
const SPREAD_MS = 1_000;
/** After the end of a hold, before the first request. */
const SHORTEST_WAIT_MS = 250;
/** The wait when a hold should already have ended (the clocks differ). It prevents a tight loop of requests. */
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

/** A time that another user holds. */
export type HeldTime = Times & { by: string; until: string };

/** Whether both are the same time of the same doctor, or both null. */
export function sameTime(one: Wanted | null, other: Wanted | null) {
  if (!one || !other) return one === other;
  return (
    one.doctor === other.doctor &&
    sameMoment(one.start, other.start) &&
    sameMoment(one.end, other.end)
  );
}

/** Whether typing renews the hold now. */
export function isEnding({ since, until }: OwnHold, now: number) {
  return until - now < (until - since) * RENEWAL_SHARE;
}

/** Minutes and seconds, as in 1:42. */
export function timeLeft(until: number, now: number): string {
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/**
 * The held time of each hold of another user. A hold marks several slots where they overlap; it ends
 * where a free slot starts. `slots`: in order.
 */
export function heldTimes(slots: Slot[]): HeldTime[] {
  const found: HeldTime[] = [];
  for (const { start, end, state, held_by: holder, held_until: until } of slots) {
    if (state !== "held" || !until) continue;
    const last = found.at(-1);
    const continues = last?.until === until && Date.parse(start) <= Date.parse(last.end);
    if (continues) last.end = end;
    else found.push({ start, end, until, by: holder?.name ?? "" });
  }
  const free = slots.filter(({ state }) => state === "free");
  return found.map((held) => without(held, free));
}

/** How long to wait before the slots are loaded again; null if none is held. `random`: from 0 to 1. */
export function reloadDelay(slots: Slot[], now: number, random: number) {
  const ends = slots.flatMap(({ state, held_until: until }) =>
    state === "held" && until ? [Date.parse(until)] : [],
  );
  if (!ends.length) return null;
  const left = Math.min(...ends) - now;
  return (left > 0 ? left + SHORTEST_WAIT_MS : OVERDUE_WAIT_MS) + random * SPREAD_MS;
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
