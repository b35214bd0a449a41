/** The focus order of the booking form, and the key that books. */
import { byId } from "../core/dom.ts";
import type { SlotGrid } from "./slot-grid.ts";
import type { Choice } from "./submit.ts";

/** Apple's keyboards have Command in place of Control. */
const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

/** Focuses the first field that is not chosen yet. */
export function focusFirstMissing({ patient, doctor, start }: Choice, grid: SlotGrid) {
  if (!patient) byId("id_q").focus({ preventScroll: true });
  else if (!doctor) byId("id_department").focus();
  else if (start) byId("id_complaint").focus();
  else grid.focus();
}

/** Control+Enter or Command+Enter books from any field. */
export function wireBookKey(form: HTMLFormElement) {
  const hint = byId("book-keys");
  hint.textContent = MAC ? "⌘ ↵" : "Ctrl ↵";
  hint.hidden = false;
  form.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopPropagation();
      form.requestSubmit(byId("book"));
    },
    { capture: true },
  );
}
