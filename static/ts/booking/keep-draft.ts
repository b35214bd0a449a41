/** Restores the draft of the booking form, and stores it when the page is left. */
import { byId } from "../core/dom.ts";
import { BOOKING_DRAFT } from "../core/tab-memory.ts";
import { controlsIn, draftOf, restoreDraftOf } from "../shell/patient-fields.ts";
import { draftFor, type Fields } from "./draft.ts";

/** Fields of the appointment that are typed. */
const TYPED = ["complaint", "notes", "reason"];

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
    const typed = Object.fromEntries(typedControls().map((each) => [each.name, draftOf(each)]));
    const chosen = chosenFields();
    if (!chosen.patient && !chosen.doctor && !Object.values(typed).some(Boolean)) return forget();
    const draft = { address: location.search, at: Date.now(), chosen, typed };
    sessionStorage.setItem(BOOKING_DRAFT, JSON.stringify(draft));
  });
  byId("clear-form").addEventListener("click", forget);
  return forget;
}

function fillIn(typed: Fields) {
  for (const control of typedControls()) {
    const text = typed[control.name];
    if (!text || draftOf(control)) continue;
    restoreDraftOf(control, text);
    const details = control.closest("details");
    if (details) details.open = true;
  }
}

/** Also those of a new patient. */
function typedControls() {
  const own = TYPED.map(
    (name) => document.getElementById(`id_${name}`) as HTMLTextAreaElement | null,
  );
  return [...own.filter((control) => control !== null), ...controlsIn(byId("booking"))];
}
