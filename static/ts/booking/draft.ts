/**
 * The unsent input of the booking form, kept in the tab during a reload or a look at the calendar:
 * choices as an address, typed text in the tab's storage. Pure.
 */

/** By the fields' names. */
export type Fields = Record<string, string>;

/** `address`: the query string of the page; `at`: when it was left (milliseconds). */
interface Draft {
  address: string;
  at: number;
  chosen: Fields;
  typed: Fields;
}

/** Older drafts are ignored. */
const MAX_AGE_MS = 30 * 60_000;
/** The parameters of the booking page, without the patient. */
const WHEN = ["department", "doctor", "visit_type", "date", "start"];

/**
 * The draft, if it belongs to this address: after a reload, without parameters, or with the same
 * patient. A time chosen in the calendar may be for another patient. `address`: the query string;
 * `now`: milliseconds. Returns the query string that shows the choices, and the typed text.
 */
export function draftFor(
  draft: Draft | null,
  address: string,
  now: number,
): { search: string; typed: Fields } | null {
  if (!draft?.chosen || now - draft.at > MAX_AGE_MS) return null; // older versions stored no `chosen`
  const asked = new URLSearchParams(address);
  const reloaded = address === draft.address;
  const { patient = "", ...when } = draft.chosen;
  const isSame = patient && asked.get("patient") === patient;
  if (!reloaded && asked.size && !isSame) return null;
  const all = reloaded ? new URLSearchParams() : asked;
  if (patient) all.set("patient", patient);
  if (!WHEN.some((name) => all.has(name))) {
    for (const [name, value] of Object.entries(when)) if (value) all.set(name, value);
  }
  return { search: String(all), typed: draft.typed };
}

/** The choices as parameters of an address. */
export function addressFields(chosen: Record<string, string | number | null>): Fields {
  const given = Object.entries(chosen).filter(([, value]) => value);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}
