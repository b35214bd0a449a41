/** Positions on the doctor's day, in pixels from the top and in lanes: pure. */
import { overlap, type Slot, type Times } from "./slots.ts";

const PX_PER_MINUTE = 1.15;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MIN_HEIGHT_PX = 14;
/** The length of an empty day. */
const DEFAULT_HOURS = 9;

interface Box {
  top: number;
  height: number;
  lane: number;
  lanes: number;
}

/** The starts of the hours that contain all times (milliseconds). */
export function hoursOf(items: Times[], dayStart: number) {
  const starts = items.map(({ start }) => Date.parse(start));
  const ends = items.map(({ end }) => Date.parse(end));
  const first = starts.length ? Math.min(...starts) : dayStart + 8 * HOUR_MS;
  const last = ends.length ? Math.max(...ends) : first + DEFAULT_HOURS * HOUR_MS;
  const from = dayStart + Math.floor((first - dayStart) / HOUR_MS) * HOUR_MS;
  const to = dayStart + Math.ceil((last - dayStart) / HOUR_MS) * HOUR_MS;
  const hours = [];
  for (let hour = from; hour <= to; hour += HOUR_MS) hours.push(hour);
  return hours;
}

/** `from`: the first hour (milliseconds). */
export function topOf(moment: number, from: number) {
  return Math.round(((moment - from) / MINUTE_MS) * PX_PER_MINUTE);
}

/**
 * Items that overlap are placed side by side, in lanes. `items`: in the order of their starts;
 * `from`: the first hour (milliseconds).
 */
export function layOut<T extends Times>(items: T[], from: number): { item: T; box: Box }[] {
  const groups: { item: T; lane: number }[][] = [];
  for (const item of items) {
    const group = groups.at(-1);
    if (!group?.some((other) => overlap(other.item, item))) groups.push([{ item, lane: 0 }]);
    else group.push({ item, lane: freeLane(group, item) });
  }
  return groups.flatMap((group) => {
    const lanes = 1 + Math.max(...group.map(({ lane }) => lane));
    return group.map(({ item, lane }) => ({
      item,
      box: { ...span(item, from), lane, lanes },
    }));
  });
}

export function span({ start, end }: Times, from: number) {
  const top = topOf(Date.parse(start), from);
  return { top, height: Math.max(topOf(Date.parse(end), from) - top - 1, MIN_HEIGHT_PX) };
}

/** Times in which the doctor is not booked: gaps between slots, and closed slots. `slots`: in order. */
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

function freeLane(group: { item: Times; lane: number }[], item: Times) {
  const used = new Set(group.filter((other) => overlap(other.item, item)).map(({ lane }) => lane));
  let lane = 0;
  while (used.has(lane)) lane += 1;
  return lane;
}
