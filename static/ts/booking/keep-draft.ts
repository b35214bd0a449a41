/** Restores the draft of the booking form, and stores it when the page is left. */
import { byId } from "../core/dom.ts";
import { BOOKING_DRAFT } from "../core/tab-memory.ts";
import { draftFor, type Fields } from "./draft.ts";

/** Fields that are typed, also those of a new patient. */
const TYPED = ["complaint", "notes", "reason", "new-name", "new-phone", "new-birth_date"];

/** Restores the draft, if any. Returns false if the page is replaced by the draft's address. */
export function restoreDraft(): boolean {
  const kept = sessionStorage.getItem(BOOKING_DRAFT);
  const draft = draftFor(kept && JSON.parse(kept), location.search, Date.now());
  if (!draft) sessionStorage.removeItem(BOOKING_DRAFT);
  else if (`?${draft.search}` !== location.search && draft.search) {
    location.replace(`${location.pathname}?${draft.search}`);
    return false;
  } else fillIn(draft.typed);
  return true;
}

/**
 * Stores the draft when the page is left. `chosenFields`: returns the choices as address fields. The
 * function returned deletes the draft.
 */
export function keepDraft(chosenFields: () => Fields): () => void {
  let kept = true;
  const forget = () => {
    kept = false;
    sessionStorage.removeItem(BOOKING_DRAFT);
  };
  addEventListener("pagehide", () => {
    if (!kept) return;
    const typed = Object.fromEntries(TYPED.map((name) => [name, field(name)?.value ?? ""]));
    const chosen = chosenFields();
    if (!chosen.patient && !chosen.doctor && !Object.values(typed).some(Boolean)) return forget();
    const draft = { address: location.search, at: Date.now(), chosen, typed };
    sessionStorage.setItem(BOOKING_DRAFT, JSON.stringify(draft));
  });
  byId("clear-form").addEventListener("click", forget);
  return forget;
}

function fillIn(typed: Fields) {
  for (const [name, text] of Object.entries(typed)) {
    const control = field(name);
    if (!control || !text || control.value) continue;
    control.value = text;
    const details = control.closest("details");
    if (details) details.open = true;
  }
}

function field(name: string): HTMLInputElement | null {
  return document.getElementById(`id_${name}`) as HTMLInputElement | null;
}
