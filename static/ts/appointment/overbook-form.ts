/** Asks why a taken time is given twice; the server's no is said in the dialog, what is typed kept. */
import { byId, el, whileBusy } from "../core/dom.ts";
import { messages } from "../core/messages.ts";
import { MAX_REASON } from "./status-rules.ts";
import { overbookMessages } from "./overbook-messages.ts";
import { about, refusal } from "./error-text.ts";
import { focusAppointment } from "./focus.ts";
import type { Clock } from "../core/clock.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { Changes } from "./api.ts";

interface AskToOverbookParts {
  event: CalendarEvent;
  /** What was refused. */
  wanted: Changes;
  /** Why. */
  refused: string;
  /** Whose time it was to become, where that is another. */
  doctor?: string;
  clock: Clock;
  send: (asked: Changes) => Promise<void>;
  /** Says that another desk was first. */
  tooLate: (error: any) => void | Promise<void>;
}

export function askToOverbook({
  event,
  wanted,
  refused,
  doctor,
  clock,
  send,
  tooLate,
}: AskToOverbookParts) {
  const inPanel = byId("details").contains(document.activeElement);
  const input = el("input", {
    class: "form-control",
    id: "overbook-reason",
    required: true,
    maxlength: MAX_REASON,
    "aria-describedby": "overbook-error",
  });
  const error = el("p", { class: "field-error", id: "overbook-error", role: "alert" });
  const form = el(
    "form",
    {
      onsubmit: (submitted: Event) => {
        submitted.preventDefault();
        whileBusy(form, overbook);
      },
    },
    el(
      "div",
      {},
      el("h2", { id: "overbook-title", text: overbookMessages.title }),
      el("p", { class: "tabular", text: about(event, clock.span(...placeOf(event, wanted))) }),
      doctor && el("p", { text: messages.labelled(messages.details.doctor, doctor) }),
      el("p", { class: "text-muted", text: refused }),
    ),
    el(
      "div",
      {},
      el("label", { class: "form-label", for: input.id, text: overbookMessages.why }),
      input,
      error,
    ),
    el(
      "div",
      { class: "ask-dialog-actions" },
      el("button", {
        type: "button",
        class: "btn btn-quiet",
        text: overbookMessages.leave,
        onclick: () => dialog.close(),
      }),
      el("button", { type: "submit", class: "btn btn-primary", text: overbookMessages.overbook }),
    ),
  );
  const dialog = el(
    "dialog",
    { class: "ask-dialog", "aria-labelledby": "overbook-title", onclose: gone },
    form,
  );
  document.body.append(dialog);
  dialog.showModal();
  input.focus();

  async function overbook() {
    try {
      await send({ ...wanted, overbook: true, reason: input.value.trim() });
      dialog.close();
    } catch (again: any) {
      if (again.code === "stale") return another(again);
      error.textContent = refusal(again, clock, () => {}).text;
      input.focus();
    }
  }

  /** Another desk was first: asked again, it would be refused again. */
  async function another(again: any) {
    dialog.close();
    await tooLate(again);
    keepFocus();
  }

  function gone() {
    dialog.remove();
    keepFocus();
  }

  /** The focus goes back to what led here; where that is gone, to the panel or the appointment. */
  function keepFocus() {
    if (document.activeElement !== document.body) return;
    const name = inPanel && byId("details").querySelector("h2");
    if (name) name.focus();
    else focusAppointment(byId("calendar-body"), String(event.id));
  }
}

/** Returns from when to when it was to be. */
function placeOf(event: CalendarEvent, wanted: Changes): [number, number] {
  const start = Date.parse(wanted.start ?? event.start);
  const length = Date.parse(event.end) - Date.parse(event.start);
  return [start, wanted.end ? Date.parse(wanted.end) : start + length];
}
