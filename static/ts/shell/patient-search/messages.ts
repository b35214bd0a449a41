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
  formerly: (mrn: string) => interpolate(gettext("formerly MRN %(mrn)s"), { mrn }),
  born: (date: string) => interpolate(gettext("born %(date)s"), { date }),
  today: (time: string, place: string) =>
    interpolate(gettext("Today %(time)s, %(place)s"), { time, place }),
  age: (years: number) => interpolate(gettext("%(years)s y"), { years }),
  /** Why two records are likely of one person, by the API's `alike`. */
  alike: {
    phone: gettext("Same phone"),
    name_and_birth_date: gettext("Same name and birth date"),
    day_and_month_swapped: gettext("Same name, birth date with day and month swapped"),
    one_letter: gettext("Same birth date, name differs by one letter"),
  } as Record<string, string>,
  fields: {
    name: gettext("name"),
    birth_date: gettext("birth date"),
    phone: gettext("phone"),
  } as Record<string, string>,
  different: (fields: string) => interpolate(gettext("Different: %(fields)s"), { fields }),
  patientsFound: gettext("Patients found"),
};
