/** Corrects complaint, notes and visit type; keeps its input when the appointment changes meanwhile. */
import { byId, el, whileBusy } from "../../core/dom.ts";
import { messages } from "../../core/messages.ts";
import { correct, corrected, endAfter, isContested, textsOf, type Texts } from "./correcting.ts";
import { correctionMessages } from "./correction-messages.ts";
import { close, reasonField, reasonIn, reasonPlace } from "./disclosure.ts";
import type { CalendarEvent } from "../../core/types.ts";
import type { Work } from "./changes.ts";
import type { Failure } from "../../core/api.ts";

/** The API's limits (characters). */
const MAX_COMPLAINT = 200;
const MAX_NOTES = 2_000;

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

interface VisitType {
  id: number;
  name: string;
  minutes: number;
}

export function correctionForm(work: Work, section: HTMLDetailsElement) {
  let before = work.event();
  const types = visitTypes(before);
  const fields: Record<"complaint" | "notes" | "visit_type", Field> = {
    complaint: control("input", "complaint", { required: true, maxlength: MAX_COMPLAINT }),
    notes: control("textarea", "notes", { rows: 3, maxlength: MAX_NOTES }),
    visit_type: control("select", "visit_type", {}, ...options(types)),
  };
  const until = el("p", { class: "text-muted", id: "correct-visit_type-until", role: "status" });
  const reason = reasonPlace();
  const form = el(
    "form",
    {
      class: "details-form",
      oninput: () => {
        work.draft.correction = Object.keys(asked()).length > 0;
        sayUntil();
      },
      onsubmit: (event: Event) => {
        event.preventDefault();
        send();
      },
    },
    ...labelled(fields.complaint, messages.details.complaint),
    ...labelled(fields.notes, messages.details.notes),
    ...labelled(fields.visit_type, messages.details.visit),
    until,
    reason,
    el(
      "div",
      { class: "details-buttons" },
      el("button", { type: "submit", class: "btn btn-primary", text: correctionMessages.save }),
      el("button", {
        type: "button",
        class: "btn btn-quiet",
        text: correctionMessages.leave,
        onclick: leave,
      }),
    ),
  );
  fill(textsOf(before));
  return form;

  function typed() {
    return {
      complaint: fields.complaint.value,
      notes: fields.notes.value,
      visit_type: Number(fields.visit_type.value) || null,
    };
  }

  function asked() {
    return corrected(textsOf(before), typed());
  }

  function fill(texts: Partial<Texts>) {
    for (const [name, value] of Object.entries(texts)) {
      fields[name as keyof typeof fields].value = String(value ?? "");
    }
  }

  /** Takes a newer appointment as the base: fields without own input show its values. */
  function rebase(now: CalendarEvent) {
    fill({ ...textsOf(now), ...asked() });
    before = now;
  }

  /** The new end for another visit type, if the appointment may be rescheduled. */
  function length() {
    const { visit_type } = asked();
    const type = types.find(({ id }) => id === visit_type);
    return type && work.mayReschedule(work.event())
      ? { end: endAfter(work.event(), type.minutes, work.clock) }
      : {};
  }

  function sayUntil() {
    const { end } = length();
    until.textContent = end ? correctionMessages.lastsUntil(work.clock.time(end)) : "";
  }

  function send(offer?: { start?: string; end?: string }) {
    if (!Object.keys(asked()).length) return leave();
    if (!isContested(asked(), before, work.event())) rebase(work.event());
    const wanted = { ...asked(), ...length(), ...offer, reason: reasonIn(reason) };
    return whileBusy(section, () =>
      correct(work, before, wanted, { settled, refused, take: (times) => send(times) }),
    );
  }

  function settled() {
    work.draft.correction = false;
    for (const field of Object.values(fields)) showErrors(field);
    reason.replaceChildren();
    close(section);
  }

  function refused(error: Failure) {
    if (error.code === "stale") rebase(work.event());
    const wrong = error.body?.fields ?? {};
    for (const [name, field] of Object.entries(fields)) showErrors(field, wrong[name]);
    const wanted = wrong.reason ? [reasonField(reason, "correct-reason")] : [];
    const [first] = [...Object.values(fields).filter(isWrong), ...wanted];
    first?.focus();
  }

  function leave() {
    before = work.event();
    fill(textsOf(before));
    sayUntil();
    work.say("");
    settled();
  }
}

function control(
  tag: "input" | "textarea" | "select",
  name: string,
  props: Record<string, string | number | boolean>,
  ...children: HTMLElement[]
) {
  const className = tag === "select" ? "form-select" : "form-control";
  const id = `correct-${name}`;
  const describedBy = `${id}-error${name === "visit_type" ? ` ${id}-until` : ""}`;
  return el(tag, { class: className, id, "aria-describedby": describedBy, ...props }, ...children);
}

function labelled(field: Field, text: string) {
  return [
    el("label", { class: "form-label", for: field.id, text }),
    field,
    el("p", { class: "field-error", id: `${field.id}-error` }),
  ];
}

/** Shows the errors of a field; an empty list removes them. */
function showErrors(field: Field, texts: string[] = []) {
  const place = field.parentElement?.querySelector(`#${field.id}-error`);
  if (place) place.textContent = texts.join(" ");
  if (!texts.length) return field.removeAttribute("aria-invalid");
  field.setAttribute("aria-invalid", "true");
}

function isWrong(field: Field) {
  return field.hasAttribute("aria-invalid");
}

/** The visit types, including the appointment's own if it is no longer offered. */
function visitTypes({ extendedProps: { appointment } }: CalendarEvent): VisitType[] {
  const types = JSON.parse(byId("calendar-body").dataset.visitTypes ?? "[]") as VisitType[];
  const own = appointment.visit_type;
  return own && !types.some(({ id }) => id === own.id) ? [...types, own] : types;
}

function options(types: VisitType[]) {
  const named = types.map(({ id, name }) => el("option", { value: id, text: name }));
  return [el("option", { value: "", text: correctionMessages.noVisitType }), ...named];
}
