/** The allowed moves as buttons; one that needs a reason asks for it before anything happens. */
import { el, whileBusy } from "../../core/dom.js";
import { cancelForm } from "./cancel-form.js";
import { changeState } from "./changes.js";
import { moveButtons, undoOf } from "../../appointment/status-rules.js";

const LOOKS = { main: "btn-primary", other: "btn-quiet", danger: "btn-danger-quiet" };

/** @typedef {import("./changes.js").Work} Work */

/** @param {Work} work @returns {HTMLElement[]} */
export function moveSection(work) {
  const event = work.event();
  const undo = undoOf(event);
  const row = el("div", { class: "details-buttons", onkeydown: pressOnce });
  for (const move of moveButtons(event.status, event.allowed ?? [])) {
    if (move.to === undo?.to) continue;
    const button = el("button", {
      type: "button",
      class: `btn ${LOOKS[move.look]}`,
      text: move.label,
      dataset: { move: move.to },
      onclick: () => {
        if (move.needsReason) row.replaceWith(cancelForm(work, move, row, run));
        else run(work, row, move.to);
      },
    });
    row.append(button);
  }
  return row.childElementCount ? [row] : [];
}

/** The button beside the history's last move that takes it back. @param {Work} work */
export function undoButton(work) {
  const undo = undoOf(work.event());
  if (!undo) return null;
  const box = el(
    "div",
    {},
    el("button", {
      type: "button",
      class: "btn btn-sm btn-quiet",
      text: undo.label,
      dataset: { move: undo.to },
      onclick: () => run(work, box, undo.to),
    }),
  );
  return box;
}

/** A key held down presses the button that is there, not the one that comes after it. */
/** @param {KeyboardEvent} event */
function pressOnce(event) {
  if (event.repeat && event.key === "Enter") event.preventDefault();
}

/**
 * @param {Work} work
 * @param {HTMLElement} section
 * @param {string} status
 * @param {string} [reason]
 */
function run(work, section, status, reason) {
  const settled = () => {
    work.draft.reason = "";
    section.dataset.done = "";
  };
  return whileBusy(section, () => changeState(work, status, reason, settled));
}
