/** Cancelling asks by whom and why before anything happens. */
import { MAX_REASON } from "../../appointment/status-rules.ts";
import { el } from "../../core/dom.ts";
import { messages } from "../../core/messages.ts";
import type { Work } from "./changes.ts";

/** What the words before the reason take of it. */
const ROOM_FOR_WHOM = 40;

/** `row`: comes back when the move is let be. */
export function cancelForm(
  work: Work,
  move: { to: string },
  row: HTMLElement,
  run: (work: Work, section: HTMLElement, status: string, reason: string) => void,
) {
  const words = messages.details;
  const { draft } = work;
  const input = el("input", {
    class: "form-control",
    id: "move-reason",
    name: "reason",
    required: true,
    maxlength: MAX_REASON - ROOM_FOR_WHOM,
    "aria-describedby": "move-reason-hint",
    value: draft.reason,
  });
  const form = el(
    "form",
    {
      class: "details-form",
      oninput: () => {
        draft.reason = input.value;
        draft.by = whom();
      },
      onletbe: letBe,
      onsubmit: (event: Event) => {
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
    el("p", { class: "text-muted", id: "move-reason-hint", text: words.reasonHint }),
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
  );
  const whom = () => String(new FormData(form).get("by"));
  setTimeout(() => input.focus());
  return form;

  function letBe() {
    form.replaceWith(row);
    const opener = row.querySelector(`[data-move="${move.to}"]`);
    (opener as HTMLElement | null)?.focus();
  }
}

function choice(value: string, text: string, chosen: string) {
  const checked = value === chosen;
  return el("label", {}, el("input", { type: "radio", name: "by", value, checked }), text);
}
