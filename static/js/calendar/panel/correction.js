/** Complaint, notes and kind of visit are corrected in a form that is loaded when it is asked for. */
import { messages } from "../../core/messages.js";
import { fold, folded } from "./disclosure.js";

/** @param {import("./changes.js").Work} work @returns {HTMLElement[]} */
export function correctionSection(work) {
  const section = folded("correction", "pencil", messages.details.correct);
  section.addEventListener("toggle", async () => {
    if (!section.open || section.querySelector("form")) return;
    try {
      const { correctionForm } = await import("./correction-form.js");
      if (!section.querySelector("form")) section.append(correctionForm(work, section));
    } catch {
      fold(section);
      work.say(messages.offline, "error");
    }
  });
  return [section];
}
