/** More doctors than stand side by side: asks for a department instead. */
import { byId, el } from "../core/dom.ts";
import { messages } from "../core/messages.ts";
import { MOST_COLUMNS } from "./column-choice.ts";

/** `form` holds the filters. The function returned shows or hides the question. */
export function askForDepartment(form: ParentNode): (tooWide: boolean) => void {
  const box = byId("too-wide");
  const boxes = form.querySelectorAll<HTMLInputElement>("input[name=department]");
  const buttons = [...boxes].map((input) =>
    el("button", {
      type: "button",
      class: "btn btn-quiet",
      text: input.closest("label")?.textContent?.trim() ?? "",
      onclick: () => input.click(),
    }),
  );
  box.append(
    el("p", { text: messages.tooManyColumns(MOST_COLUMNS) }),
    el("div", { class: "too-wide-choices" }, ...buttons),
  );
  return (tooWide) => {
    box.hidden = !tooWide;
  };
}
