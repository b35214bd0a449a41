/** The allowed moves as buttons; one that needs a reason asks for it before anything happens. */
import { el } from "../dom.js";
import { messages } from "../messages.js";
import { toast } from "../toast.js";
import { cancelForm } from "./cancel-form.js";
import { moveButtons, undoOf } from "./move-names.js";
import { refusal } from "./refusals.js";

const LOOKS = { main: "btn-primary", other: "btn-quiet", danger: "btn-danger-quiet" };

/**
 * What the panel's forms work with; `event` is always the newest one read.
 * @typedef {object} Work
 * @property {() => import("../types.js").CalendarEvent} event
 * @property {import("./visits.js").Visits} visits
 * @property {import("../time.js").Clock} clock
 * @property {(state: string) => string} stateLabel
 * @property {{id: number, name: string}[]} doctors whose time it may become
 * @property {(text: string, kind?: "info" | "error", actions?: {label: string, run: () => void}[]) => void} say
 * @property {() => Promise<void>} refresh reads the appointment anew
 */

/** @param {Work} work @returns {HTMLElement[]} */
export function moveSection(work) {
  const event = work.event();
  const undo = undoOf(event);
  const row = el("div", { class: "details-buttons" });
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
    offerUndo(work);
  } catch (error) {
    const { text } = refusal(error, work.clock, () => {});
    if (/** @type {any} */ (error).code === "stale") section.remove();
    await work.refresh();
    work.say(text, "error");
  } finally {
    busy(section, false);
  }
}

/** A slip of the hand is taken back from where the eye is. @param {Work} work */
function offerUndo(work) {
  const event = work.event();
  const undo = undoOf(event);
  const words = messages.nowIs(event.extendedProps.patient.name, work.stateLabel(event.status));
  const takeBack = async () => {
    try {
      const back = await work.visits.changeStatus(event, undo?.to ?? "");
      toast(messages.nowIs(back.extendedProps.patient.name, work.stateLabel(back.status)));
    } catch (error) {
      toast(messages.notUndone(refusal(error, work.clock, () => {}).text));
    }
    await work.refresh();
  };
  toast(words, undo ? [{ label: messages.undo, run: takeBack }] : []);
}

/** @param {HTMLElement} section @param {boolean} on */
export function busy(section, on) {
  for (const button of section.querySelectorAll("button")) button.disabled = on;
}
