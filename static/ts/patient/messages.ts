/** The sentences of the patient page's scripts. */
import { gettext } from "../core/i18n.ts";

export const messages = {
  corrected: gettext("Saved."),
};
