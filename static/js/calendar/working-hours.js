/** The working hours of the doctors shown, read again when one of their schedules changes. */
import { spread } from "../core/dom.js";
import { shadeAt, shades } from "./closed-hours.js";

/** Desks that choose times hold and let go all day, and every screen hears of it. */
const SPREAD_MS = 1_500;

/** @typedef {import("./closed-hours.js").Shade} Shade */

/**
 * @param {object} parts
 * @param {Pick<import("../core/api.js").Api, "get">} parts.api
 * @param {Pick<import("../realtime/live-query.js").Live, "on">} parts.live
 * @param {() => import("./closed-hours.js").Times | null} parts.range what is shown
 * @param {() => number[]} parts.doctors whose hours are shaded
 * @param {(shades: Shade[]) => void} parts.show
 * @returns {(doctor: number | undefined, moment: string) => Shade | undefined} why a doctor's time is closed
 */
export function keepHoursCurrent({ api, live, range, doctors, show }) {
  let asked = 0;
  /** @type {Shade[]} */
  let shown = [];
  const read = async () => {
    const [times, doctor] = [range(), doctors()];
    const mine = ++asked;
    const known = times && doctor.length > 0;
    const hours = known
      ? await api.get("/api/working-hours/", { ...times, doctor }).catch(() => null)
      : [];
    if (!hours || mine !== asked) return;
    shown = times ? shades(hours, times) : [];
    show(shown);
  };
  const reread = spread(read, SPREAD_MS);
  live.on("loaded", read);
  live.on("message", (/** @type {string} */ _channel, /** @type {any} */ message) => {
    if (message.event === "schedule.updated" && overlaps(message.data, range())) reread();
  });
  return (doctor, moment) => shadeAt(shown, doctor, moment);
}

/**
 * @param {{from: string | null, to: string | null}} changed null: at any time
 * @param {import("./closed-hours.js").Times | null} range
 */
function overlaps({ from, to }, range) {
  const isLater = from && range && Date.parse(from) >= Date.parse(range.end);
  const isEarlier = to && range && Date.parse(to) <= Date.parse(range.start);
  return !isLater && !isEarlier;
}
