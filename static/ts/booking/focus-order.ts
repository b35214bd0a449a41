/** The way through the form by keyboard: where it begins, where it goes on, and the key that books. */
import { byId } from "../core/dom.ts";
import type { SlotGrid } from "./slot-grid.ts";

/** What Apple's keyboards call it. */
const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

interface FocusFirstOpenChosen {
  patient: number | null;
  doctor: number | null;
  start: string | null;
}

/** Puts the focus on the first thing that is still to be chosen. */
export function focusFirstOpen({ patient, doctor, start }: FocusFirstOpenChosen, grid: SlotGrid) {
  if (!patient) byId("id_q").focus({ preventScroll: true });
  else if (!doctor) byId("id_department").focus();
  else if (start) byId("id_complaint").focus();
  else grid.focus();
}

/** Control or Command with Enter books from wherever one is. */
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
