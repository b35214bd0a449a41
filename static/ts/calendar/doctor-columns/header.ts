/** The head of a doctor's column: name with a link to the doctor's week, colour, and number of appointments. */
import { h, render } from "fullcalendar/preact";
import { writeUrl } from "../url-state.ts";
import { iconAddress } from "../../core/dom.ts";
import { messages } from "../../core/messages.ts";
import type { doctorMarks } from "../doctors.ts";

export interface HeadParts {
  /** All doctors. */
  doctors: { id: number; name: string }[];
  doctorMark: ReturnType<typeof doctorMarks>;
}

/** Renders the head of the walk-ins that wait for any doctor. `count`: of that day. */
export function renderAnyDoctor(cell: HTMLElement, count: number) {
  const text = messages.details.noDoctor;
  cell.setAttribute("aria-label", text);
  render(
    h(
      "div",
      { class: "doctor-head", "data-testid": "any-doctor" },
      h("span", { class: "doctor-head-name" }, text),
      h(
        "svg",
        { class: "icon", "aria-hidden": "true" },
        h("use", { href: iconAddress("ticket-perforated") }),
      ),
      countOf(count),
    ),
    cell,
  );
}

/**
 * Renders a head; the link keeps the focus. `date`: YYYY-MM-DD; `count`: appointments of that day.
 */
export function renderHead(
  cell: HTMLElement,
  { doctor, date, count }: { doctor: number; date: string; count: number },
  { doctors, doctorMark }: HeadParts,
) {
  const text = doctors.find(({ id }) => id === doctor)?.name ?? "";
  const { color } = doctorMark({ id: doctor, name: text });
  const filters = { doctor: [doctor], department: [], status: [], kind: "" as const };
  const link = h(
    "a",
    {
      class: "doctor-head",
      href: writeUrl({ view: "week", date, filters, open: "" }),
      title: messages.weekOf(text),
      "data-doctor": doctor,
    },
    h("span", { class: "doctor-head-name" }, text),
    h(
      "svg",
      { class: "swatch", viewBox: "0 0 12 12", "aria-hidden": "true" },
      h("rect", { width: 12, height: 12, rx: 3, fill: color }),
    ),
    countOf(count),
  );
  cell.setAttribute("aria-label", text);
  render(link, cell);
}

function countOf(count: number) {
  return h(
    "span",
    { class: "doctor-head-count" },
    String(count),
    h("span", { class: "visually-hidden" }, ` ${messages.visits(count)}`),
  );
}
