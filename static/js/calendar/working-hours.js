/** The working hours of the doctors shown, read again when one of their schedules changes. */
import { throttle } from "../dom.js";
import { shadeAt, shades } from "./shading.js";

/** Desks that choose times hold and let go all day. */
const EVERY_MS = 400;

/** @typedef {import("./shading.js").Shade} Shade */

/**
 * @param {object} parts
 * @param {Pick<import("../api.js").Api, "get">} parts.api
 * @param {Pick<import("../live.js").Live, "on">} parts.live
 * @param {() => import("./shading.js").Times | null} parts.range what is shown
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
  const reread = throttle(read, EVERY_MS);
  live.on("loaded", read);
  live.on("message", (/** @type {string} */ _channel, /** @type {any} */ message) => {
    if (message.event === "schedule.updated") reread();
  });
  return (doctor, moment) => shadeAt(shown, doctor, moment);
}
