/** Every sentence of the patient search, wherever it stands. */
import { gettext, interpolate, ngettext } from "../../core/i18n.js";

export const words = {
  found: (/** @type {number} */ count) =>
    interpolate(ngettext("One patient found.", "%(count)s patients found.", count), { count }),
  most: (/** @type {number} */ count) =>
    interpolate(gettext("The first %(count)s are shown. Type more to find the others."), { count }),
  nobody: gettext("Nobody is registered like that."),
  searching: gettext("Searching…"),
  failed: (/** @type {string} */ why) =>
    interpolate(gettext("The search failed. %(why)s Press Enter to try again."), { why }),
  mrn: (/** @type {string} */ mrn) => interpolate(gettext("MRN %(mrn)s"), { mrn }),
  age: (/** @type {number} */ years) => interpolate(gettext("%(years)s y"), { years }),
  patientsFound: gettext("Patients found"),
};
