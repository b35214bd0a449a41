/** Corrects complaint, notes and kind of visit; what is typed stays while other desks go on. */
import { byId, el, whileBusy } from "../../core/dom.ts";
import { messages } from "../../core/messages.ts";
import { correct, corrected, endAfter, isContested, textsOf, type Texts } from "./correcting.ts";
import { words } from "./correction-words.ts";
import { fieldForWhy, fold, placeForWhy, whyOf } from "./disclosure.ts";
import type { CalendarEvent } from "../../core/types.ts";
import type { Work } from "./changes.ts";

/** As long as the API takes them (characters). */
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
  const why = placeForWhy();
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
    why,
    el(
      "div",
      { class: "details-buttons" },
      el("button", { type: "submit", class: "btn btn-primary", text: words.save }),
      el("button", { type: "button", class: "btn btn-quiet", text: words.leave, onclick: leave }),
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

  /** The form goes on from here: what nobody has typed in follows. */
  function goOnFrom(now: CalendarEvent) {
    fill({ ...textsOf(now), ...asked() });
    before = now;
  }

  /** Another kind of visit takes its own time, as long as the appointment can be moved. */
  function length() {
    const { visit_type } = asked();
    const type = types.find(({ id }) => id === visit_type);
    return type && work.mayReschedule(work.event())
      ? { end: endAfter(work.event(), type.minutes, work.clock) }
      : {};
  }

  function sayUntil() {
    const { end } = length();
    until.textContent = end ? words.lastsUntil(work.clock.time(end)) : "";
  }

  function send(offer?: { start?: string; end?: string }) {
    if (!Object.keys(asked()).length) return leave();
    if (!isContested(asked(), before, work.event())) goOnFrom(work.event());
    const wanted = { ...asked(), ...length(), ...offer, reason: whyOf(why) };
    return whileBusy(section, () =>
      correct(work, before, wanted, { settled, refused, take: (times) => send(times) }),
    );
  }

  function settled() {
    work.draft.correction = false;
    for (const field of Object.values(fields)) complain(field);
    why.replaceChildren();
    fold(section);
  }

  function refused(error: any) {
    if (error.code === "stale") goOnFrom(work.event());
    const wrong = error.body?.fields ?? {};
    for (const [name, field] of Object.entries(fields)) complain(field, wrong[name]);
    const asksWhy = wrong.reason ? [fieldForWhy(why, "correct-reason")] : [];
    const [first] = [...Object.values(fields).filter(isWrong), ...asksWhy];
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
  const look = tag === "select" ? "form-select" : "form-control";
  const id = `correct-${name}`;
  const describedBy = `${id}-error${name === "visit_type" ? ` ${id}-until` : ""}`;
  return el(tag, { class: look, id, "aria-describedby": describedBy, ...props }, ...children);
}

function labelled(field: Field, text: string) {
  return [
    el("label", { class: "form-label", for: field.id, text }),
    field,
    el("p", { class: "field-error", id: `${field.id}-error` }),
  ];
}

/** `texts`: none takes the complaint away. */
function complain(field: Field, texts: string[] = []) {
  const place = field.parentElement?.querySelector(`#${field.id}-error`);
  if (place) place.textContent = texts.join(" ");
  if (!texts.length) return field.removeAttribute("aria-invalid");
  field.setAttribute("aria-invalid", "true");
}

function isWrong(field: Field) {
  return field.hasAttribute("aria-invalid");
}

/** The kinds of visit, that of the appointment among them even where it is no longer offered. */
function visitTypes({ extendedProps: { appointment } }: CalendarEvent): VisitType[] {
  const types = JSON.parse(byId("board-body").dataset.visitTypes ?? "[]") as VisitType[];
  const own = appointment.visit_type;
  return own && !types.some(({ id }) => id === own.id) ? [...types, own] : types;
}

function options(types: VisitType[]) {
  const named = types.map(({ id, name }) => el("option", { value: id, text: name }));
  return [el("option", { value: "", text: words.noVisitType }), ...named];
}
