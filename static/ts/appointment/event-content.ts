/** How an appointment looks inside the calendar: patient first, complaint second, state in words. */
import { Component, h } from "fullcalendar/preact";
import { iconAddress } from "../core/dom.ts";
import { messages } from "../core/messages.ts";
import type { Clock } from "../core/clock.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { Appearance, Appearances } from "./appearance.ts";

/** The sign that stands for a state beside its tint. */
const STATE_ICONS: Record<string, string> = {
  CHECKED_IN: "person-check",
  IN_PROGRESS: "play-circle",
  COMPLETED: "check2-circle",
  CANCELLED: "x-circle",
  NO_SHOW: "person-x",
  LEFT: "door-open",
};

export interface Formatters {
  stateLabel: (state: string) => string;
  clock: Clock;
  doctorMark: (doctor: { id: number; name: string }) => DoctorMark;
}

/** Says whose it is. */
export interface DoctorMark {
  color: string;
  initials: string;
  surname: string;
}

/** Where it stands: in a time grid, if nothing else is said. */
interface Layout {
  /** A row of the list. */
  listed?: boolean;
  /** A line of a month's day. */
  monthly?: boolean;
  /** A card under its doctor's name. */
  inColumn?: boolean;
  /** It has room for one line. */
  isShort: boolean;
}

/** Writes onto an appointment's element what the style sheet shows by tint and edge. */
export function applyAppearance(
  el: HTMLElement,
  { event, highlight, chosen, leaving }: Appearance,
) {
  const { kind, overbooked } = event.extendedProps.appointment;
  el.dataset.state = event.status;
  el.toggleAttribute("data-opd", kind === "opd");
  el.toggleAttribute("data-overbooked", Boolean(overbooked));
  el.toggleAttribute("data-chosen", chosen);
  el.toggleAttribute("data-leaving", leaving);
  el.toggleAttribute("data-highlighted", Boolean(highlight));
  el.toggleAttribute("data-animated", Boolean(highlight?.animated));
}

/**
 * Names an appointment's element for those who hear it: what is seen, in the order in which it is
 * seen, and what tint and place say. A token is the last of what is seen, as a narrow column leaves
 * it away: the name must contain the words on the screen as they stand there (WCAG 2.5.3).
 */
export function setLabel(
  el: HTMLElement,
  { event, highlight }: Appearance,
  formatters: Formatters,
) {
  const { patient, appointment } = event.extendedProps;
  const seen = [patient.name, appointment.complaint, highlight?.by, appointment.token].filter(
    Boolean,
  );
  el.setAttribute("aria-label", `${seen.join(" ")}${unseen(event, formatters)}`);
}

/** What tint and place say of an appointment. */
function unseen(
  { status, start, end, extendedProps: { appointment } }: CalendarEvent,
  { stateLabel, clock }: Formatters,
) {
  const { overbooked, doctor } = appointment;
  const said = overbooked ? [messages.overbooked, stateLabel(status)] : [stateLabel(status)];
  return ["", ...said, clock.span(start, end), doctor?.name ?? messages.details.noDoctor].join(
    ", ",
  );
}

interface ContentProps {
  appearances: Appearances;
  id: string;
  layout: Layout;
  formatters: Formatters;
}

/** What stands in an appointment's element; draws itself anew when its look changes. */
export class AppointmentContent extends Component<ContentProps> {
  stop = () => {};

  componentDidMount() {
    this.stop = this.props.appearances.on(this.props.id, () => this.forceUpdate());
  }

  componentWillUnmount() {
    this.stop();
  }

  render() {
    const { appearances, id, layout, formatters } = this.props;
    return content(appearances.get(id), layout, formatters);
  }
}

function content(
  { event, highlight }: Appearance,
  { listed, monthly, inColumn, isShort }: Layout,
  formatters: Formatters,
) {
  const { stateLabel, clock, doctorMark } = formatters;
  const { patient, appointment } = event.extendedProps;
  const oneLine = monthly || isShort;
  const span = clock.span(event.start, event.end);
  const doctor = appointment.doctor?.name ?? messages.details.noDoctor;
  const token = appointment.token && h("span", { class: "appointment-token" }, appointment.token);
  const by = highlight && h("span", { class: "appointment-by" }, highlight.by);
  return h(
    "div",
    {
      class: `appointment-body${listed ? " appointment-listed" : ""}${oneLine ? " appointment-short" : ""}`,
      title: `${patient.name} – ${appointment.complaint}, ${span}, ${doctor}`,
    },
    (monthly || listed) &&
      h(
        "span",
        { class: "appointment-time" },
        clock.time(event.start),
        listed && h("span", { class: "appointment-end" }, ` – ${clock.time(event.end)}`),
      ),
    h(
      "span",
      { class: "appointment-who" },
      appointment.overbooked && sign("exclamation-triangle", messages.overbooked, listed),
      !listed &&
        STATE_ICONS[event.status] &&
        sign(STATE_ICONS[event.status], stateLabel(event.status)),
      h("span", { class: "appointment-name" }, patient.name),
      " ",
      !inColumn && token,
    ),
    " ",
    h(
      "span",
      { class: "appointment-what" },
      !listed &&
        !monthly &&
        !inColumn &&
        appointment.doctor &&
        doctorTag(doctorMark(appointment.doctor)),
      h("span", { class: "appointment-complaint" }, appointment.complaint),
      inColumn && [" ", by, " ", token],
    ),
    listed && h("span", { class: "appointment-doctor" }, doctor),
    listed &&
      h("span", { class: "state-chip", "data-state": event.status }, stateLabel(event.status)),
    !listed && !inColumn && h("span", { class: "visually-hidden" }, unseen(event, formatters)),
    !inColumn && by,
  );
}

/** Whose appointment it is; shown where there are more doctors than one. */
function doctorTag({ color, initials, surname }: DoctorMark) {
  return h(
    "span",
    { class: "appointment-tag", "aria-hidden": "true" },
    h(
      "svg",
      { class: "appointment-whose", viewBox: "0 0 4 12" },
      h("rect", { width: 4, height: 12, rx: 2, fill: color }),
    ),
    h("span", { class: "appointment-initials" }, initials),
    h("span", { class: "appointment-surname" }, surname),
  );
}

/** Why a doctor is not there; time outside working hours says nothing. */
export function shadeContent({ reason }: { reason: string | null }) {
  if (reason === null) return h("span", { class: "visually-hidden" }, messages.closed);
  return h("div", { class: "shade-reason" }, reason || messages.away);
}

/**
 * `word`: for those who point at it; `isSaid`: also for those who hear the row, which has no other
 * word for it.
 */
function sign(icon: string, word: string, isSaid = false) {
  return h(
    "span",
    { class: "appointment-sign", title: word, ...(isSaid && { role: "img", "aria-label": word }) },
    h("svg", { class: "icon", "aria-hidden": "true" }, h("use", { href: iconAddress(icon) })),
  );
}
