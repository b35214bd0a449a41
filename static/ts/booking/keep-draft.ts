/** Puts a draft into the booking form, and takes it out again when the page is left. */
import { byId } from "../core/dom.ts";
import { BOOKING_DRAFT } from "../core/tab-memory.ts";
import { takeUp, type Fields } from "./draft.ts";

/** What is typed rather than chosen; a patient who is being registered too. */
const TYPED = ["complaint", "notes", "reason", "new-name", "new-phone", "new-birth_date"];

/**
 * Goes on with what was typed before, if anything was. False where the page goes to the address
 * that shows it.
 */
export function takeUpDraft(): boolean {
  const kept = sessionStorage.getItem(BOOKING_DRAFT);
  const draft = takeUp(kept && JSON.parse(kept), location.search, Date.now());
  if (!draft) sessionStorage.removeItem(BOOKING_DRAFT);
  else if (`?${draft.search}` !== location.search && draft.search) {
    location.replace(`${location.pathname}?${draft.search}`);
    return false;
  } else fillIn(draft.typed);
  return true;
}

/**
 * Keeps what is on the page when it is left; `place` is who and when. The function returned forgets
 * it: it is booked, or begun anew.
 */
export function keepDraft(place: () => Fields): () => void {
  let kept = true;
  const forget = () => {
    kept = false;
    sessionStorage.removeItem(BOOKING_DRAFT);
  };
  addEventListener("pagehide", () => {
    if (!kept) return;
    const typed = Object.fromEntries(TYPED.map((name) => [name, field(name)?.value ?? ""]));
    const chosen = place();
    if (!chosen.patient && !chosen.doctor && !Object.values(typed).some(Boolean)) return forget();
    const draft = { address: location.search, at: Date.now(), place: chosen, typed };
    sessionStorage.setItem(BOOKING_DRAFT, JSON.stringify(draft));
  });
  byId("start-anew").addEventListener("click", forget);
  return forget;
}

function fillIn(typed: Fields) {
  for (const [name, text] of Object.entries(typed)) {
    const control = field(name);
    if (!control || !text || control.value) continue;
    control.value = text;
    const folded = control.closest("details");
    if (folded) folded.open = true;
  }
}

function field(name: string): HTMLInputElement | null {
  return document.getElementById(`id_${name}`) as HTMLInputElement | null;
}
