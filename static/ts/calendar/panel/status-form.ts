/** The allowed moves as buttons; one that needs a reason asks for it before anything happens. */
import { el, whileBusy } from "../../core/dom.ts";
import { cancelForm } from "./cancel-form.ts";
import { changeState, type Work } from "./changes.ts";
import { transitionButtons, undoOf } from "../../appointment/status-rules.ts";

const LOOKS = { main: "btn-primary", other: "btn-quiet", danger: "btn-danger-quiet" };

export function moveSection(work: Work): HTMLElement[] {
  const event = work.event();
  const undo = undoOf(event);
  const row = el("div", { class: "details-buttons", onkeydown: pressOnce });
  for (const move of transitionButtons(event.status, event.allowed ?? [])) {
    if (move.to === undo?.to) continue;
    const button = el("button", {
      type: "button",
      class: `btn ${LOOKS[move.style]}`,
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

/** The button beside the history's last move that takes it back. */
export function undoButton(work: Work) {
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
function pressOnce(event: KeyboardEvent) {
  if (event.repeat && event.key === "Enter") event.preventDefault();
}

function run(work: Work, section: HTMLElement, status: string, reason?: string) {
  const settled = () => {
    work.draft.reason = "";
    section.dataset.done = "";
  };
  return whileBusy(section, () => changeState(work, status, reason, settled));
}
