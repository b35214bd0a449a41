/** Every sentence of the patient page's scripts. */
import { gettext } from "../core/i18n.ts";

export const words = {
  corrected: gettext("Saved."),
};
