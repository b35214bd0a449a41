/** Complaint, notes and kind of visit are corrected in a form that is loaded when it is asked for. */
import { messages } from "../../core/messages.ts";
import { fold, folded } from "./disclosure.ts";
import type { Work } from "./changes.ts";

export function correctionSection(work: Work): HTMLElement[] {
  const section = folded("correction", "pencil", messages.details.correct);
  section.addEventListener("toggle", async () => {
    if (!section.open || section.querySelector("form")) return;
    try {
      const { correctionForm } = await import("./correction-form.ts");
      if (!section.querySelector("form")) section.append(correctionForm(work, section));
    } catch {
      fold(section);
      work.say(messages.offline, "error");
    }
  });
  return [section];
}
