/** Every sentence of the patient page's scripts. */
import { gettext } from "../i18n.js";

export const words = {
  corrected: gettext("Corrected."),
};
