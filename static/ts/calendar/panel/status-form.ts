/** The allowed transitions as buttons; one that needs a reason asks for it first. */
import { el, whileBusy } from "../../core/dom.ts";
import { cancelForm } from "./cancel-form.ts";
import { changeState, type Work } from "./changes.ts";
import { transitionButtons, undoOf } from "../../appointment/status-rules.ts";

const BUTTON_STYLES = { main: "btn-primary", other: "btn-quiet", danger: "btn-danger-quiet" };

export function statusSection(work: Work): HTMLElement[] {
  const event = work.event();
  const undo = undoOf(event, work.statuses);
  const row = el("div", { class: "details-buttons", onkeydown: ignoreRepeat });
  for (const transition of transitionButtons(event.status, event.allowed ?? [], work.statuses)) {
    if (transition.to === undo?.to) continue;
    const button = el("button", {
      type: "button",
      class: `btn ${BUTTON_STYLES[transition.style]}`,
      text: transition.label,
      dataset: { transition: transition.to },
      onclick: () => {
        if (transition.needsReason) row.replaceWith(cancelForm(work, transition, row, run));
        else run(work, row, transition.to);
      },
    });
    row.append(button);
  }
  return row.childElementCount ? [row] : [];
}

/** The button in the history that undoes the last transition, or null. */
export function undoButton(work: Work) {
  const undo = undoOf(work.event(), work.statuses);
  if (!undo) return null;
  const box = el(
    "div",
    {},
    el("button", {
      type: "button",
      class: "btn btn-sm btn-quiet",
      text: undo.label,
      dataset: { transition: undo.to },
      onclick: () => run(work, box, undo.to),
    }),
  );
  return box;
}

/** Ignores key repeat: holding Enter must not press the button that replaces the first one. */
function ignoreRepeat(event: KeyboardEvent) {
  if (event.repeat && event.key === "Enter") event.preventDefault();
}

function run(work: Work, section: HTMLElement, status: string, reason?: string) {
  const settled = () => {
    work.draft.reason = "";
    section.dataset.done = "";
  };
  return whileBusy(section, () => changeState(work, status, reason, settled));
}
