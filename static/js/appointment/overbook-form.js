/** Asks why a taken time is given twice; the server's no is said in the dialog, what is typed kept. */
import { byId, el, whileBusy } from "../core/dom.js";
import { messages } from "../core/messages.js";
import { MAX_REASON } from "./status-rules.js";
import { words } from "./overbook-words.js";
import { about, refusal } from "./error-text.js";
import { focusVisit } from "./focus.js";

/**
 * @param {object} parts
 * @param {import("../core/types.js").CalendarEvent} parts.event
 * @param {import("./api.js").Changes} parts.wanted what was refused
 * @param {string} parts.refused why
 * @param {string} [parts.doctor] whose time it was to become, where that is another
 * @param {import("../core/clock.js").Clock} parts.clock
 * @param {(asked: import("./api.js").Changes) => Promise<void>} parts.send
 * @param {(error: any) => void | Promise<void>} parts.tooLate says that another desk was first
 */
export function askToOverbook({ event, wanted, refused, doctor, clock, send, tooLate }) {
  const inPanel = byId("details").contains(document.activeElement);
  const input = /** @type {HTMLInputElement} */ (
    el("input", {
      class: "form-control",
      id: "overbook-reason",
      required: true,
      maxlength: MAX_REASON,
      "aria-describedby": "overbook-error",
    })
  );
  const error = el("p", { class: "field-error", id: "overbook-error", role: "alert" });
  const form = el(
    "form",
    {
      onsubmit: (/** @type {Event} */ submitted) => {
        submitted.preventDefault();
        whileBusy(form, overbook);
      },
    },
    el(
      "div",
      {},
      el("h2", { id: "overbook-title", text: words.title }),
      el("p", { class: "tabular", text: about(event, clock.span(...placeOf(event, wanted))) }),
      doctor && el("p", { text: messages.announced(messages.details.doctor, doctor) }),
      el("p", { class: "faint", text: refused }),
    ),
    el(
      "div",
      {},
      el("label", { class: "form-label", for: input.id, text: words.why }),
      input,
      error,
    ),
    el(
      "div",
      { class: "ask-dialog-actions" },
      el("button", {
        type: "button",
        class: "btn btn-quiet",
        text: words.leave,
        onclick: () => dialog.close(),
      }),
      el("button", { type: "submit", class: "btn btn-primary", text: words.overbook }),
    ),
  );
  const dialog = /** @type {HTMLDialogElement} */ (
    el("dialog", { class: "ask-dialog", "aria-labelledby": "overbook-title", onclose: gone }, form)
  );
  document.body.append(dialog);
  dialog.showModal();
  input.focus();

  async function overbook() {
    try {
      await send({ ...wanted, overbook: true, reason: input.value.trim() });
      dialog.close();
    } catch (/** @type {any} */ again) {
      if (again.code === "stale") return another(again);
      error.textContent = refusal(again, clock, () => {}).text;
      input.focus();
    }
  }

  /** Another desk was first: asked again, it would be refused again. */
  async function another(/** @type {any} */ again) {
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
    else focusVisit(byId("board-body"), String(event.id));
  }
}

/**
 * @param {import("../core/types.js").CalendarEvent} event
 * @param {import("./api.js").Changes} wanted
 * @returns {[number, number]} from when to when it was to be
 */
function placeOf(event, wanted) {
  const start = Date.parse(wanted.start ?? event.start);
  const length = Date.parse(event.end) - Date.parse(event.start);
  return [start, wanted.end ? Date.parse(wanted.end) : start + length];
}
