/** More doctors than stand side by side: asks for a department instead. */
import { byId, el } from "../core/dom.js";
import { messages } from "../core/messages.js";
import { MOST_COLUMNS } from "./column-choice.js";

/**
 * @param {ParentNode} form the filters
 * @returns {(tooWide: boolean) => void} shows or hides the question
 */
export function askForDepartment(form) {
  const box = byId("too-wide");
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (
    form.querySelectorAll("input[name=department]")
  );
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
