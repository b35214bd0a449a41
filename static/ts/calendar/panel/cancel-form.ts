/** Asks who cancels an appointment and why, before it is cancelled. */
import { MAX_REASON } from "../../appointment/status-rules.ts";
import { el } from "../../core/dom.ts";
import { messages } from "../../core/messages.ts";
import type { Work } from "./changes.ts";

/** Characters of the reason kept for the words that say who cancelled. */
const PREFIX_LENGTH = 40;

/** `row`: the buttons that the form replaces, and that come back when it is cancelled. */
export function cancelForm(
  work: Work,
  transition: { to: string },
  row: HTMLElement,
  run: (work: Work, section: HTMLElement, status: string, reason: string) => void,
) {
  const texts = messages.details;
  const { draft } = work;
  const input = el("input", {
    class: "form-control",
    id: "cancel-reason",
    name: "reason",
    required: true,
    maxlength: MAX_REASON - PREFIX_LENGTH,
    "aria-describedby": "cancel-reason-hint",
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
      oncancel: close,
      onsubmit: (event: Event) => {
        event.preventDefault();
        const reason = input.value.trim();
        const text = whom() === "hospital" ? texts.byHospital(reason) : texts.byPatient(reason);
        run(work, form, transition.to, text);
      },
    },
    el(
      "fieldset",
      { class: "details-by" },
      el("legend", { class: "form-label", text: texts.cancelledBy }),
      choice("patient", texts.patient, draft.by),
      choice("hospital", texts.hospital, draft.by),
    ),
    el("label", { class: "form-label", for: "cancel-reason", text: texts.whyCancelled }),
    input,
    el("p", { class: "text-muted", id: "cancel-reason-hint", text: texts.reasonHint }),
    el(
      "div",
      { class: "details-buttons" },
      el("button", { type: "submit", class: "btn btn-danger-quiet", text: texts.cancelIt }),
      el("button", {
        type: "button",
        class: "btn btn-quiet",
        text: texts.keep,
        onclick: close,
      }),
    ),
  );
  const whom = () => String(new FormData(form).get("by"));
  setTimeout(() => input.focus());
  return form;

  function close() {
    form.replaceWith(row);
    const opener = row.querySelector(`[data-transition="${transition.to}"]`);
    (opener as HTMLElement | null)?.focus();
  }
}

function choice(value: string, text: string, chosen: string) {
  const checked = value === chosen;
  return el("label", {}, el("input", { type: "radio", name: "by", value, checked }), text);
}
