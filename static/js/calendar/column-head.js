/** The head of a doctor's column: the mark, the name that leads to the doctor's week, the number. */
import { Component, h } from "fullcalendar/preact";
import { Emitter } from "../emitter.js";
import { messages } from "../messages.js";
import { writeAddress } from "./address.js";

/**
 * @typedef {object} HeadParts
 * @property {(doctor: number) => string} name
 * @property {ReturnType<typeof import("./doctors.js").doctorMarks>} doctorMark
 */

/**
 * What the heads say: the day and its doctors, and how many appointments each has. Tells `change`.
 */
export class Heads extends Emitter {
  columns;
  /** @type {Map<number, number>} by the doctor's id */
  counts = new Map();

  /** @param {import("./columns.js").Columns} columns */
  constructor(columns) {
    super();
    this.columns = columns;
  }

  /** @param {{columns?: import("./columns.js").Columns, counts?: Map<number, number>}} what */
  say(what) {
    Object.assign(this, what);
    this.emit("change");
  }
}

/** One head, which draws itself anew when the heads say something else. */
export class ColumnHead extends Component {
  componentDidMount() {
    this.stop = this.props.heads.on("change", () => this.forceUpdate());
  }

  componentWillUnmount() {
    this.stop();
  }

  render() {
    const { heads, drawn, parts } = this.props;
    const doctor = heads.columns.doctorAt(drawn);
    return content(doctor, heads.columns.date, heads.counts.get(doctor) ?? 0, parts);
  }
}

/**
 * @param {number} doctor
 * @param {string} date YYYY-MM-DD
 * @param {number} count appointments that day
 * @param {HeadParts} parts
 */
function content(doctor, date, count, { name, doctorMark }) {
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
