/** The dialog that asks for the reason of an overbooking. It shows a refusal and keeps the input. */
import { byId, el, whileBusy } from "../core/dom.ts";
import { gettext } from "../core/i18n.ts";
import { messages } from "../core/messages.ts";
import { MAX_REASON } from "./status-rules.ts";
import { about, refusal } from "./refusal.ts";
import { focusAppointment } from "./focus.ts";
import type { Clock } from "../core/clock.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { Changes } from "./api.ts";
import type { Failure } from "../core/api.ts";

const overbookMessages = {
  title: gettext("Overbook"),
  why: gettext("Reason for overbooking"),
  overbook: gettext("Overbook"),
  leave: gettext("Cancel"),
};

interface AskToOverbookParts {
  event: CalendarEvent;
  /** The change that was refused. */
  wanted: Changes;
  /** The reason of the refusal. */
  refused: string;
  /** The other doctor whose time it was to become. */
  doctor?: string;
  clock: Clock;
  send: (asked: Changes) => Promise<void>;
  /** Shows that another desk changed it first. */
  tooLate: (error: Failure) => void | Promise<void>;
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
      el("p", { class: "tabular", text: about(event, clock.span(...timesOf(event, wanted))) }),
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
    { class: "ask-dialog", "aria-labelledby": "overbook-title", onclose: onClose },
    form,
  );
  document.body.append(dialog);
  dialog.showModal();
  input.focus();

  async function overbook() {
    try {
      await send({ ...wanted, overbook: true, reason: input.value.trim() });
      dialog.close();
    } catch (thrown) {
      const refusedAgain = thrown as Failure;
      if (refusedAgain.code === "stale") return closeAsStale(refusedAgain);
      error.textContent = refusal(refusedAgain, clock, () => {}).text;
      input.focus();
    }
  }

  /** Another desk was first: sent again it would be refused again. */
  async function closeAsStale(stale: Failure) {
    dialog.close();
    await tooLate(stale);
    keepFocus();
  }

  function onClose() {
    dialog.remove();
    keepFocus();
  }

  /** If what opened the dialog is gone, focuses the panel or the appointment. */
  function keepFocus() {
    if (document.activeElement !== document.body) return;
    const heading = inPanel && byId("details").querySelector("h2");
    if (heading) heading.focus();
    else focusAppointment(byId("calendar-body"), String(event.id));
  }
}

/** The wanted start and end (milliseconds). */
function timesOf(event: CalendarEvent, wanted: Changes): [number, number] {
  const start = Date.parse(wanted.start ?? event.start);
  const length = Date.parse(event.end) - Date.parse(event.start);
  return [start, wanted.end ? Date.parse(wanted.end) : start + length];
}
