/** What every screen shows of a patient: the name in its own direction, the warning note, the phone. */
import { el, icon } from "./dom.ts";
import { isolated } from "./i18n.ts";
import { messages } from "./messages.ts";
import type { CalendarEvent, Patient } from "./types.ts";

/** The name: right-to-left ones do not reorder what stands beside them. */
export function nameElement({ name, language }: Patient) {
  return el("bdi", { lang: language || null, text: name });
}

/** The name in a text without elements: a message, a tooltip. */
export function nameText({ name }: Pick<Patient, "name">) {
  return isolated(name);
}

/** The warning that appointments show, if there is one. */
export function noteElement({ note }: Patient) {
  if (!note) return null;
  return el(
    "p",
    { class: "patient-note", title: note, "data-testid": "patient-note" },
    icon("exclamation-triangle"),
    el("span", { class: "visually-hidden", text: `${messages.warningNote}: ` }),
    el("span", { dir: "auto", text: note }),
  );
}

/** A link that dials the phone; null for a patient who has none. As typed until the event is read by itself. */
export function phoneLink(event: CalendarEvent) {
  const { phone } = event.extendedProps.patient;
  if (!phone) return null;
  const href = event.phone_address ?? `tel:${phone.replaceAll(/[^\d+]/g, "")}`;
  return el("a", { href, text: event.phone_shown ?? phone });
}
