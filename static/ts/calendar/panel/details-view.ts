/** Builds the elements of the panel's sections. */
import { queryString } from "../../core/api.ts";
import { el, icon } from "../../core/dom.ts";
import { messages } from "../../core/messages.ts";
import { age, type Clock } from "../../core/clock.ts";
import { nameElement, noteElement, phoneLink } from "../../core/patient.ts";
import { furtherFacts } from "../../shell/patient-search/facts.ts";
import type { CalendarEvent, HistoryEntry, PageConfig } from "../../core/types.ts";

export type Frame = Record<
  "head" | "note" | "facts" | "status" | "reschedule" | "correction" | "history",
  HTMLElement
> & { all: HTMLElement[] };

export function frame(close: () => void): Frame {
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
  const section = (name: string) => el("section", { class: `details-${name}` });
  const parts = {
    head: section("head"),
    note: el("div", { class: "details-note", role: "status" }),
    facts: section("facts"),
    status: section("status"),
    reschedule: section("reschedule"),
    correction: section("correction"),
    history: section("history"),
  };
  return { ...parts, all: [bar, ...Object.values(parts)] };
}

interface HeadParts {
  stateLabel: (state: string) => string;
  clock: Clock;
  patientFacts: PageConfig["patientFacts"];
  /** Empty if this user may not book. */
  bookingPage: string;
}

export function head(
  event: CalendarEvent,
  { stateLabel, clock, patientFacts, bookingPage }: HeadParts,
) {
  const { patient, appointment } = event.extendedProps;
  const texts = messages.details;
  const about = [
    texts.mrn(patient.mrn),
    patient.birth_date && texts.age(age(patient.birth_date, clock.date(Date.now()))),
  ].filter(Boolean);
  const phone = phoneLink(event);
  const note = noteElement(patient);
  return [
    el(
      "div",
      { class: "details-chips" },
      el("span", {
        class: "state-chip",
        text: stateLabel(event.status),
        dataset: { state: event.status, testid: "details-state" },
      }),
      appointment.overbooked &&
        el("span", { class: "mark-chip" }, icon("exclamation-triangle"), messages.overbooked),
      appointment.token &&
        el("span", { class: "token-chip" }, icon("ticket-perforated"), appointment.token),
    ),
    el(
      "h2",
      { "data-testid": "details-name", tabindex: -1 },
      el("a", { href: `/appointments/patients/${patient.id}` }, nameElement(patient)),
    ),
    el(
      "p",
      { class: "text-muted tabular" },
      about.join(" · "),
      phone && " · ",
      phone,
      ...furtherFacts(patient, patientFacts).map((fact) => ` · ${fact}`),
    ),
    ...(note ? [note] : []),
    ...(bookingPage ? [bookFor(patient.id, bookingPage)] : []),
  ];
}

function bookFor(patient: number, bookingPage: string) {
  const href = bookingPage + queryString({ patient });
  return el("p", { class: "details-book" }, el("a", { href, text: messages.details.bookFor }));
}

export function facts(event: CalendarEvent, clock: Clock) {
  const { appointment } = event.extendedProps;
  const texts = messages.details;
  const doctor = [appointment.doctor?.name ?? texts.noDoctor, appointment.department?.name];
  const minutes = Math.round((Date.parse(event.end) - Date.parse(event.start)) / 60_000);
  const kind = [appointment.visit_type?.name, messages.minutes(minutes)];
  const rows = [
    [texts.when, clock.span(event.start, event.end)],
    [texts.doctor, doctor.filter(Boolean).join(", ")],
    [texts.complaint, appointment.complaint],
    [texts.visit, kind.filter(Boolean).join(", ")],
    [texts.reason, appointment.status_reason],
    [texts.notes, appointment.notes],
  ].filter(([, value]) => value);
  return [
    el(
      "dl",
      {},
      ...rows.flatMap(([name, value]) => [el("dt", { text: name }), el("dd", { text: value })]),
    ),
  ];
}

/** `entries`: oldest first; `undo`: the button that undoes the last transition, shown beside it. */
export function history(
  entries: HistoryEntry[],
  stateLabel: (state: string) => string,
  clock: Clock,
  undo: HTMLElement | null,
) {
  const last = undo && entries.findLast(({ from, to }) => from && from !== to);
  const items = entries.toReversed().map((entry) => {
    const { from, to, step, change } = entry;
    const text = from && to && from !== to && !step ? stateLabel(to) : change;
    const by = entry.by ? messages.details.by(entry.by.name) : "";
    return el(
      "li",
      {},
      el("span", {}, el("strong", { text: sentence(text) }), ` ${by}`),
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

function sentence(text: string) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
