/**
 * The booking that is being typed, kept by the tab: a reload or a look at the calendar loses
 * nothing. Who and when travel in the address, as everywhere; what was typed stays in the tab.
 */

/** By the fields' names. */
export type Fields = Record<string, string>;

/** `address` is where it was typed, from the question mark on; `at` when (milliseconds). */
interface Draft {
  address: string;
  at: number;
  place: Fields;
  typed: Fields;
}

/** A booking that nobody came back to is no longer meant. */
const LONGEST_MS = 30 * 60_000;
/** What the server reads from an address of the booking page. */
const WHEN = ["department", "doctor", "visit_type", "date", "start"];

/**
 * What of a draft belongs on a page with this address: all of it where it was reloaded, where the
 * address says nothing, or the same patient. Whoever comes with a time from the calendar may have
 * another patient at the desk. `address` and `search` begin after the question mark; `now` is in
 * milliseconds.
 */
export function takeUp(
  draft: Draft | null,
  address: string,
  now: number,
): { search: string; typed: Fields } | null {
  if (!draft || now - draft.at > LONGEST_MS) return null;
  const asked = new URLSearchParams(address);
  const reloaded = address === draft.address;
  const { patient = "", ...when } = draft.place;
  const isSame = patient && asked.get("patient") === patient;
  if (!reloaded && asked.size && !isSame) return null;
  const all = reloaded ? new URLSearchParams() : asked;
  if (patient) all.set("patient", patient);
  if (!WHEN.some((name) => all.has(name))) {
    for (const [name, value] of Object.entries(when)) if (value) all.set(name, value);
  }
  return { search: String(all), typed: draft.typed };
}

/** What is chosen, as an address says it. */
export function placeOf(chosen: Record<string, string | number | null>): Fields {
  const said = Object.entries(chosen).filter(([, value]) => value);
  return Object.fromEntries(said.map(([name, value]) => [name, String(value)]));
}
