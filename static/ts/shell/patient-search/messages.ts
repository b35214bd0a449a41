/** The sentences of the patient search. */
import { gettext, interpolate, ngettext } from "../../core/i18n.ts";

export const messages = {
  found: (count: number) =>
    interpolate(ngettext("One patient found.", "%(count)s patients found.", count), { count }),
  most: (count: number) =>
    interpolate(gettext("Showing the first %(count)s. Type more to narrow the search."), { count }),
  nobody: gettext("No patient found."),
  searching: gettext("Searching…"),
  failed: (why: string) =>
    interpolate(gettext("The search failed. %(why)s Press Enter to try again."), { why }),
  mrn: (mrn: string) => interpolate(gettext("MRN %(mrn)s"), { mrn }),
  age: (years: number) => interpolate(gettext("%(years)s y"), { years }),
  patientsFound: gettext("Patients found"),
};
