/** Short messages at the foot of the page, announced politely, with buttons for the next step. */
import { el, icon } from "../core/dom.ts";
import { messages } from "../core/messages.ts";

const STAY_MS = 8_000;
const STAY_WITH_ACTIONS_MS = 20_000;
const MAX_SHOWN = 2;

export function toast(text: string, actions: { label: string; run: () => void }[] = []) {
  const close = el(
    "button",
    { type: "button", class: "message-close", "aria-label": messages.close },
    icon("x-lg"),
  );
  const buttons = actions.map(({ label, run }) =>
    el("button", { type: "button", text: label, onclick: () => (message.remove(), run()) }),
  );
  const message = el(
    "div",
    { class: "message", "data-testid": "toast" },
    el(
      "div",
      { class: "message-body" },
      el("span", { text }),
      actions.length > 0 && el("div", { class: "message-actions" }, ...buttons),
    ),
    close,
  );
  close.addEventListener("click", () => message.remove());
  const shown = stack();
  shown.append(message);
  while (shown.childElementCount > MAX_SHOWN) shown.firstElementChild?.remove();
  setTimeout(() => message.remove(), actions.length ? STAY_WITH_ACTIONS_MS : STAY_MS);
}

function stack() {
  const existing = document.querySelector(".toast-stack");
  if (existing) return existing;
  const made = el("div", { class: "toast-stack", role: "status" });
  document.body.append(made);
  return made;
}
