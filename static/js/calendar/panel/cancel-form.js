/** Cancelling asks by whom and why before anything happens. */
import { MAX_REASON } from "../../appointment/status-rules.js";
import { el } from "../../core/dom.js";
import { messages } from "../../core/messages.js";

/** What the words before the reason take of it. */
const ROOM_FOR_WHOM = 40;

/** @typedef {import("./changes.js").Work} Work */

/**
 * @param {Work} work
 * @param {{to: string}} move
 * @param {HTMLElement} row comes back when the move is let be
 * @param {(work: Work, section: HTMLElement, status: string, reason: string) => void} run
 */
export function cancelForm(work, move, row, run) {
  const words = messages.details;
  const { draft } = work;
  const input = /** @type {HTMLInputElement} */ (
    el("input", {
      class: "form-control",
      id: "move-reason",
      name: "reason",
      required: true,
      maxlength: MAX_REASON - ROOM_FOR_WHOM,
      "aria-describedby": "move-reason-hint",
      value: draft.reason,
    })
  );
  const form = /** @type {HTMLFormElement} */ (
    el(
      "form",
      {
        class: "details-form",
        oninput: () => {
          draft.reason = input.value;
          draft.by = whom();
        },
        onletbe: letBe,
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          const reason = input.value.trim();
          const said = whom() === "hospital" ? words.byHospital(reason) : words.byPatient(reason);
          run(work, form, move.to, said);
        },
      },
      el(
        "fieldset",
        { class: "details-by" },
        el("legend", { class: "form-label", text: words.cancelledBy }),
        choice("patient", words.patient, draft.by),
        choice("hospital", words.hospital, draft.by),
      ),
      el("label", { class: "form-label", for: "move-reason", text: words.whyCancelled }),
      input,
      el("p", { class: "faint", id: "move-reason-hint", text: words.reasonHint }),
      el(
        "div",
        { class: "details-buttons" },
        el("button", { type: "submit", class: "btn btn-danger-quiet", text: words.cancelIt }),
        el("button", {
          type: "button",
          class: "btn btn-quiet",
          text: words.keep,
          onclick: letBe,
        }),
      ),
    )
  );
  const whom = () => String(new FormData(form).get("by"));
  setTimeout(() => input.focus());
  return form;

  function letBe() {
    form.replaceWith(row);
    const opener = row.querySelector(`[data-move="${move.to}"]`);
    /** @type {HTMLElement | null} */ (opener)?.focus();
  }
}

/** @param {string} value @param {string} text @param {string} chosen */
function choice(value, text, chosen) {
  const checked = value === chosen;
  return el("label", {}, el("input", { type: "radio", name: "by", value, checked }), text);
}
