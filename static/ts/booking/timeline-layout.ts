/** Where things stand on the doctor's day: pure numbers, in pixels from the top and lanes. */
import { overlap, type Slot, type Times } from "./slots.ts";

const PX_PER_MINUTE = 1.15;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MIN_HEIGHT_PX = 14;
/** What the day looks like where nothing is known of it. */
const USUAL_HOURS = 9;

export interface Place {
  top: number;
  height: number;
  lane: number;
  lanes: number;
}

/** The whole hours that hold everything, as moments in milliseconds. */
export function hoursOf(things: Times[], dayStart: number) {
  const starts = things.map(({ start }) => Date.parse(start));
  const ends = things.map(({ end }) => Date.parse(end));
  const first = starts.length ? Math.min(...starts) : dayStart + 8 * HOUR_MS;
  const last = ends.length ? Math.max(...ends) : first + USUAL_HOURS * HOUR_MS;
  const from = dayStart + Math.floor((first - dayStart) / HOUR_MS) * HOUR_MS;
  const to = dayStart + Math.ceil((last - dayStart) / HOUR_MS) * HOUR_MS;
  const hours = [];
  for (let hour = from; hour <= to; hour += HOUR_MS) hours.push(hour);
  return hours;
}

/** Both moments are milliseconds. */
export function topOf(moment: number, from: number) {
  return Math.round(((moment - from) / MINUTE_MS) * PX_PER_MINUTE);
}

/**
 * Things that overlap stand side by side, in lanes. `things` come in the order of their starts;
 * `from` is the first hour in milliseconds.
 */
export function layOut<T extends Times>(things: T[], from: number): { thing: T; place: Place }[] {
  const groups: { thing: T; lane: number }[][] = [];
  for (const thing of things) {
    const group = groups.at(-1);
    if (!group?.some((other) => overlap(other.thing, thing))) groups.push([{ thing, lane: 0 }]);
    else group.push({ thing, lane: freeLane(group, thing) });
  }
  return groups.flatMap((group) => {
    const lanes = 1 + Math.max(...group.map(({ lane }) => lane));
    return group.map(({ thing, lane }) => ({
      thing,
      place: { ...span(thing, from), lane, lanes },
    }));
  });
}

export function span({ start, end }: Times, from: number) {
  const top = topOf(Date.parse(start), from);
  return { top, height: Math.max(topOf(Date.parse(end), from) - top - 1, MIN_HEIGHT_PX) };
}

/**
 * Stretches in which the doctor is not to be booked: gaps between proposed times, and closed ones.
 * The slots come in order.
 */
export function timeOff(slots: Slot[]): (Times & { why: "break" | "closed" })[] {
  const off: (Times & { why: "break" | "closed" })[] = [];
  let coveredTo = slots[0]?.start;
  for (const { start, end, state } of slots) {
    if (Date.parse(start) > Date.parse(coveredTo))
      off.push({ start: coveredTo, end: start, why: "break" });
    if (state === "closed") {
      const last = off.at(-1);
      if (last?.why === "closed" && Date.parse(last.end) >= Date.parse(start)) last.end = end;
      else off.push({ start, end, why: "closed" });
    }
    if (Date.parse(end) > Date.parse(coveredTo)) coveredTo = end;
  }
  return off;
}

function freeLane(group: { thing: Times; lane: number }[], thing: Times) {
  const used = new Set(
    group.filter((other) => overlap(other.thing, thing)).map(({ lane }) => lane),
  );
  let lane = 0;
  while (used.has(lane)) lane += 1;
  return lane;
}
