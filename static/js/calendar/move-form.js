/** The allowed moves as buttons; one that needs a reason asks for it before anything happens. */
import { el } from "../dom.js";
import { messages } from "../messages.js";
import { moveButtons } from "./move-names.js";
import { refusal } from "./refusals.js";

const MAX_REASON = 500;
const LOOKS = { main: "btn-primary", other: "btn-quiet", danger: "btn-danger-quiet" };

/**
 * What the panel's forms work with; `event` is always the newest one read.
 * @typedef {object} Work
 * @property {() => import("../types.js").CalendarEvent} event
 * @property {import("./visits.js").Visits} visits
 * @property {import("../time.js").Clock} clock
 * @property {(text: string, kind?: "info" | "error", actions?: {label: string, run: () => void}[]) => void} say
 * @property {() => Promise<void>} refresh reads the appointment anew
 */

/** @param {Work} work @returns {HTMLElement[]} */
export function moveSection(work) {
  const event = work.event();
  const row = el("div", { class: "details-buttons" });
  for (const move of moveButtons(event.status, event.allowed ?? [])) {
    const button = el("button", {
      type: "button",
      class: `btn ${LOOKS[move.look]}`,
      text: move.label,
      dataset: { move: move.to },
      onclick: () => {
        if (move.needsReason) row.replaceWith(reasonForm(work, move, row));
        else run(work, row, move.to);
      },
    });
    row.append(button);
  }
  return row.childElementCount ? [row] : [];
}

/**
 * @param {Work} work
 * @param {{to: string, label: string}} move
 * @param {HTMLElement} row comes back when the move is let be
 */
function reasonForm(work, move, row) {
  const label = move.label.replace("…", "");
  const input = /** @type {HTMLInputElement} */ (
    el("input", {
      class: "form-control",
      id: "move-reason",
      name: "reason",
      required: true,
      maxlength: MAX_REASON,
      "aria-describedby": "move-reason-hint",
    })
  );
  const form = el(
    "form",
    {
      class: "details-form",
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        run(work, form, move.to, input.value.trim());
      },
    },
    el("label", {
      class: "form-label",
      for: "move-reason",
      text: messages.details.reasonFor(label),
    }),
    input,
    el("p", { class: "faint", id: "move-reason-hint", text: messages.details.reasonHint }),
    el(
      "div",
      { class: "details-buttons" },
      el("button", { type: "submit", class: "btn btn-danger-quiet", text: label }),
      el("button", {
        type: "button",
        class: "btn btn-quiet",
        text: messages.details.keep,
        onclick: () => {
          form.replaceWith(row);
          /** @type {HTMLElement | null} */ (
            row.querySelector(`[data-move="${move.to}"]`)
          )?.focus();
        },
      }),
    ),
  );
  setTimeout(() => input.focus());
  return form;
}

/**
 * @param {Work} work
 * @param {HTMLElement} section
 * @param {string} status
 * @param {string} [reason]
 */
async function run(work, section, status, reason) {
  busy(section, true);
  try {
    await work.visits.changeStatus(work.event(), status, reason);
    work.say("");
    section.remove();
    await work.refresh();
  } catch (error) {
    const { text } = refusal(error, work.clock, () => {});
    work.say(text, "error");
    if (/** @type {any} */ (error).code === "stale") section.remove();
    await work.refresh();
  } finally {
    busy(section, false);
  }
}

/** @param {HTMLElement} section @param {boolean} on */
export function busy(section, on) {
  for (const button of section.querySelectorAll("button")) button.disabled = on;
}
