/** Reads the working hours of the doctors shown, and again when one of their schedules changes. */
import { debounce } from "../dom.js";

/** A hold taken and let go says so twice; both are read once. */
const QUIET_MS = 400;

/** @typedef {{start: string, end: string, doctor: number[]}} Wanted */

/**
 * @param {object} parts
 * @param {import("../api.js").Api} parts.api
 * @param {import("../live.js").Live} parts.live
 * @param {() => Wanted | null} parts.wanted null where nothing is shaded
 * @param {(hours: import("./shading.js").DoctorHours[], wanted: Wanted | null) => void} parts.show
 */
export function keepHoursCurrent({ api, live, wanted, show }) {
  let asked = 0;
  const read = async () => {
    const query = wanted();
    const mine = ++asked;
    if (!query) return show([], null);
    const hours = await api.get("/api/working-hours/", query).catch(() => null);
    if (hours && mine === asked) show(hours, query);
  };
  const reread = debounce(read, QUIET_MS);
  live.on("loaded", read);
  live.on("message", (/** @type {string} */ _channel, /** @type {any} */ message) => {
    if (message.event === "schedule.updated") reread();
  });
}
