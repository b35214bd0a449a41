/** The head of a doctor's column: the mark, the name that leads to the doctor's week, the number. */
import { h } from "fullcalendar/preact";
import { messages } from "../messages.js";
import { writeAddress } from "./address.js";

/**
 * @typedef {object} HeadParts
 * @property {(doctor: number) => string} name
 * @property {ReturnType<typeof import("./doctors.js").doctorMarks>} doctorMark
 */

/**
 * @param {number} doctor
 * @param {string} date YYYY-MM-DD
 * @param {number} count appointments that day
 * @param {HeadParts} parts
 */
export function columnHead(doctor, date, count, { name, doctorMark }) {
  const text = name(doctor);
  const { color } = doctorMark({ id: doctor, name: text });
  const filters = { doctor: [doctor], department: [], status: [], kind: /** @type {""} */ ("") };
  return h(
    "a",
    {
      class: "doctor-head",
      href: writeAddress({ view: "week", date, filters, open: "" }),
      title: messages.weekOf(text),
      "data-doctor": doctor,
    },
    h("span", { class: "doctor-head-name" }, text),
    h(
      "svg",
      { class: "swatch", viewBox: "0 0 12 12", "aria-hidden": "true" },
      h("rect", { width: 12, height: 12, rx: 3, fill: color }),
    ),
    h(
      "span",
      { class: "doctor-head-count" },
      String(count),
      h("span", { class: "visually-hidden" }, ` ${messages.visits(count)}`),
    ),
  );
}
