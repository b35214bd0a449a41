/** The section that corrects complaint, notes and visit type; its form is loaded when it opens. */
import { messages } from "../../core/messages.ts";
import { close, disclosure } from "./disclosure.ts";
import type { Work } from "./changes.ts";

export function correctionSection(work: Work): HTMLElement[] {
  const section = disclosure("correction", "pencil", messages.details.correct);
  section.addEventListener("toggle", async () => {
    if (!section.open || section.querySelector("form")) return;
    try {
      const { correctionForm } = await import("./correction-form.ts");
      if (!section.querySelector("form")) section.append(correctionForm(work, section));
    } catch {
      close(section);
      work.say(messages.offline, "error");
    }
  });
  return [section];
}
