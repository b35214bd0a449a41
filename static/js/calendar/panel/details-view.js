/** The sections of the details panel as elements; they know what to show, not when. */
import { queryString } from "../../core/api.js";
import { el, icon } from "../../core/dom.js";
import { messages } from "../../core/messages.js";
import { age } from "../../core/clock.js";

/**
 * @typedef {import("../../core/types.js").CalendarEvent} CalendarEvent
 * @typedef {import("../../core/clock.js").Clock} Clock
 * @typedef {Record<"head" | "note" | "facts" | "moves" | "times" | "correction" | "history", HTMLElement> & {all: HTMLElement[]}} Frame
 */

/**
 * @param {() => void} close
 * @returns {Frame}
 */
export function frame(close) {
  const bar = el(
    "button",
    {
      type: "button",
      class: "btn-plain details-close",
      "aria-label": messages.close,
      onclick: close,
      "data-testid": "details-close",
    },
    icon("x-lg"),
  );
  const part = (/** @type {string} */ name) => el("section", { class: `details-${name}` });
  const parts = {
    head: part("head"),
    note: el("div", { class: "details-note", role: "status" }),
    facts: part("facts"),
    moves: part("moves"),
    times: part("times"),
    correction: part("correction"),
    history: part("history"),
  };
  return { ...parts, all: [bar, ...Object.values(parts)] };
}

/**
 * @param {CalendarEvent} event
 * @param {(state: string) => string} stateLabel
 * @param {Clock} clock
 * @param {string} bookingPage empty for whoever may not book
 */
export function head(event, stateLabel, clock, bookingPage) {
  const { patient, appointment: visit } = event.extendedProps;
  const words = messages.details;
  const about = [
    words.mrn(patient.mrn),
    patient.birth_date && words.age(age(patient.birth_date, clock.date(Date.now()))),
  ].filter(Boolean);
  return [
    el(
      "div",
      { class: "details-chips" },
      el("span", {
        class: "state-chip",
        text: stateLabel(event.status),
        dataset: { state: event.status, testid: "details-state" },
      }),
      visit.overbooked &&
        el("span", { class: "mark-chip" }, icon("exclamation-triangle"), messages.overbooked),
      visit.token && el("span", { class: "token-chip" }, icon("ticket-perforated"), visit.token),
    ),
    el(
      "h2",
      { "data-testid": "details-name", tabindex: -1 },
      el("a", { href: `/appointments/patients/${patient.id}`, text: patient.name }),
    ),
    el(
      "p",
      { class: "faint tabular" },
      `${about.join(" · ")} · `,
      el("a", { href: `tel:${patient.phone.replaceAll(/[^\d+]/g, "")}`, text: patient.phone }),
    ),
    ...(bookingPage ? [bookFor(patient.id, bookingPage)] : []),
  ];
}

/** @param {number} patient @param {string} bookingPage */
function bookFor(patient, bookingPage) {
  const href = bookingPage + queryString({ patient });
  return el("p", { class: "details-book" }, el("a", { href, text: messages.details.bookFor }));
}

/** @param {CalendarEvent} event @param {Clock} clock */
export function facts(event, clock) {
  const visit = event.extendedProps.appointment;
  const words = messages.details;
  const doctor = [visit.doctor?.name ?? words.noDoctor, visit.department?.name];
  const minutes = Math.round((Date.parse(event.end) - Date.parse(event.start)) / 60_000);
  const kind = [visit.visit_type?.name, words.minutes(minutes)];
  const rows = [
    [words.when, clock.span(event.start, event.end)],
    [words.doctor, doctor.filter(Boolean).join(", ")],
    [words.complaint, visit.complaint],
    [words.visit, kind.filter(Boolean).join(", ")],
    [words.reason, visit.status_reason],
    [words.notes, visit.notes],
  ].filter(([, value]) => value);
  return [
    el(
      "dl",
      {},
      ...rows.flatMap(([name, value]) => [el("dt", { text: name }), el("dd", { text: value })]),
    ),
  ];
}

/**
 * @param {import("../../core/types.js").HistoryEntry[]} entries oldest first
 * @param {(state: string) => string} stateLabel
 * @param {Clock} clock
 * @param {HTMLElement | null} undo the button that takes back the last move
 */
export function history(entries, stateLabel, clock, undo) {
  const last = undo && entries.findLast(({ from, to }) => from && from !== to);
  const items = entries.toReversed().map((entry) => {
    const words =
      entry.from !== entry.to && entry.from && entry.to ? stateLabel(entry.to) : entry.change;
    const by = entry.by ? messages.details.by(entry.by.name) : "";
    return el(
      "li",
      {},
      el("span", {}, el("strong", { text: sentence(words) }), ` ${by}`),
      el("time", { datetime: entry.at, text: clock.moment(entry.at) }),
      entry.reason && el("span", { class: "details-reason", text: entry.reason }),
      entry === last && undo,
    );
  });
  return [
    el("h3", { class: "section-head", text: messages.details.history }),
    el("ol", { class: "details-timeline", "data-testid": "history" }, ...items),
  ];
}

/** @param {string} text */
function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
