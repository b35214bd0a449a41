/** An appointment's content and attributes in the calendar's views: patient, reason for visit, status. */
import { Component, h } from "fullcalendar/preact";
import { iconAddress } from "../core/dom.ts";
import { isolated } from "../core/i18n.ts";
import { messages } from "../core/messages.ts";
import type { Clock } from "../core/clock.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { Appearance, Appearances } from "./appearance.ts";

/** Icons beside the background colour, which is never the only sign of a status. */
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

/** How an appointment shows its doctor. */
export interface DoctorMark {
  color: string;
  initials: string;
  surname: string;
}

/** Where an appointment is shown; in a time grid if none of these is set. */
interface Layout {
  /** A row of the list. */
  listed?: boolean;
  /** A line of a month's day. */
  monthly?: boolean;
  /** A card in its doctor's column. */
  inColumn?: boolean;
  /** Only one line fits. */
  isShort: boolean;
}

/** Sets the attributes by which the style sheet colours an appointment's element. */
export function applyAppearance(
  el: HTMLElement,
  { event, highlight, chosen, leaving }: Appearance,
) {
  const { kind, token, overbooked } = event.extendedProps.appointment;
  el.dataset.state = event.status;
  el.toggleAttribute("data-opd", kind === "opd");
  el.toggleAttribute("data-token", Boolean(token));
  el.toggleAttribute("data-overbooked", Boolean(overbooked));
  el.toggleAttribute("data-chosen", chosen);
  el.toggleAttribute("data-leaving", leaving);
  el.toggleAttribute("data-highlighted", Boolean(highlight));
  el.toggleAttribute("data-animated", Boolean(highlight?.animated));
}

/**
 * Sets the accessible name of an appointment's element: the visible text in its order, then what
 * colour and position show. The token is the last visible part, because a narrow column hides it:
 * the name must contain the visible text as it is (WCAG 2.5.3).
 */
export function setLabel(
  el: HTMLElement,
  { event, highlight }: Appearance,
  formatters: Formatters,
) {
  const { patient, appointment } = event.extendedProps;
  const visible = [patient.name, appointment.complaint, highlight?.by, appointment.token].filter(
    Boolean,
  );
  el.setAttribute("aria-label", `${visible.join(" ")}${shownByStyle(event, formatters)}`);
}

/** In words what colour and position show. */
function shownByStyle(
  { status, start, end, extendedProps: { appointment } }: CalendarEvent,
  { stateLabel, clock }: Formatters,
) {
  const { overbooked, doctor } = appointment;
  const state = overbooked ? [messages.overbooked, stateLabel(status)] : [stateLabel(status)];
  return ["", ...state, clock.span(start, end), doctor?.name ?? messages.details.noDoctor].join(
    ", ",
  );
}

interface ContentProps {
  appearances: Appearances;
  id: string;
  layout: Layout;
  formatters: Formatters;
}

/** The content of an appointment's element; renders again when its appearance changes. */
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
  const texts = messages.details;
  const doctor = appointment.doctor?.name ?? texts.noDoctor;
  const token = appointment.token && h("span", { class: "appointment-token" }, appointment.token);
  const by = highlight && h("span", { class: "appointment-by" }, highlight.by);
  return h(
    "div",
    {
      class: `appointment-body${listed ? " appointment-listed" : ""}${oneLine ? " appointment-short" : ""}`,
      title: `${isolated(patient.name)}, ${texts.mrn(patient.mrn)} – ${appointment.complaint}, ${span}, ${doctor}`,
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
      h("bdi", { class: "appointment-name", lang: patient.language || undefined }, patient.name),
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
    !listed &&
      !inColumn &&
      h("span", { class: "visually-hidden" }, shownByStyle(event, formatters)),
    !inColumn && by,
  );
}

/** The doctor of an appointment, in views of several doctors. */
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

/** The reason for time off; for time outside working hours only a screen reader's text. */
export function shadeContent({ reason }: { reason: string | null }) {
  if (reason === null) return h("span", { class: "visually-hidden" }, messages.closed);
  return h("div", { class: "shade-reason" }, reason || messages.away);
}

/** `text`: the icon's tooltip; `isNamed`: also its accessible name, if no other text says it. */
function sign(icon: string, text: string, isNamed = false) {
  return h(
    "span",
    { class: "appointment-sign", title: text, ...(isNamed && { role: "img", "aria-label": text }) },
    h("svg", { class: "icon", "aria-hidden": "true" }, h("use", { href: iconAddress(icon) })),
  );
}
