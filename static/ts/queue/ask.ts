/** A dialog that asks before a step: it stays open, with what was typed, until the step is made or cancelled. */
import { el, whileBusy } from "../core/dom.ts";
import { messages } from "./messages.ts";
import type { Failure } from "../core/api.ts";

export interface Question<Answer> {
  title: string;
  text?: string;
  fields?: HTMLElement[];
  /** The button's text. */
  button: string;
  /** Makes the step; what it throws is shown in the dialog. */
  send: (data: FormData) => Promise<Answer>;
  /** The refusal in words. */
  refused?: (error: Failure) => string;
}

/** Returns what `send` returned, or null if the user cancelled. */
export function ask<Answer>(question: Question<Answer>): Promise<Answer | null> {
  const { title, text, fields = [], button, send } = question;
  const refused = question.refused ?? ((error) => error.message);
  return new Promise((resolve) => {
    const error = el("p", { class: "field-error", role: "alert" });
    const cancel = el("button", {
      type: "button",
      class: "btn btn-quiet",
      text: messages.cancel,
      onclick: () => dialog.close(),
    });
    const submit = el("button", { type: "submit", class: "btn btn-primary", text: button });
    const form = el(
      "form",
      { class: "ask-form" },
      el("h2", { id: "ask-title", text: title }),
      text ? el("p", { text }) : null,
      ...fields,
      error,
      el("div", { class: "ask-actions" }, submit, cancel),
    );
    const dialog = el(
      "dialog",
      { class: "ask", "aria-labelledby": "ask-title", "data-testid": "ask" },
      form,
    );
    let answer: Answer | null = null;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void whileBusy(form, async () => {
        error.textContent = "";
        try {
          answer = await send(new FormData(form));
          dialog.close();
        } catch (thrown) {
          error.textContent = refused(thrown as Failure);
        }
      });
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    (fields.length ? form.querySelector<HTMLElement>("input, select") : cancel)?.focus();
  });
}

/** A labelled control of the dialog. */
export function askField(label: string, control: HTMLElement, hint = "") {
  return el(
    "label",
    { class: "field" },
    el("span", { class: "form-label", text: label }),
    control,
    hint ? el("span", { class: "text-muted hint", text: hint }) : null,
  );
}

export function askSelect(name: string, choices: { value: string | number; label: string }[]) {
  return el(
    "select",
    { name, class: "form-select" },
    ...choices.map(({ value, label }) => new Option(label, String(value))),
  );
}

/** Fills a select. Keeps what was chosen, if it is still there. */
export function fillSelect(
  select: HTMLSelectElement,
  choices: { value: string | number; label: string }[],
) {
  const chosen = select.value;
  select.replaceChildren(...choices.map(({ value, label }) => new Option(label, String(value))));
  if (choices.some(({ value }) => String(value) === chosen)) select.value = chosen;
}
