/** Asks for a department where there are more doctors than columns. */
import { byId, el } from "../core/dom.ts";
import { messages } from "../core/messages.ts";
import { MAX_COLUMNS, type ColumnChoice } from "./column-choice.ts";
import type { ViewState } from "./url-state.ts";

/** `form`: the filters. Returns a function that shows or hides the question. */
export function doctorLimit(form: ParentNode, choice: ColumnChoice): (state: ViewState) => void {
  const box = byId("doctor-limit");
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
    el("p", { text: messages.tooManyColumns(MAX_COLUMNS) }),
    el("div", { class: "doctor-limit-choices" }, ...buttons),
  );
  return ({ view }) => {
    box.hidden = view !== "doctors" || choice.columns !== null;
  };
}
