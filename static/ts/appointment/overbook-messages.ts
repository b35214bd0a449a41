/** Every sentence of the form that asks why a time is given twice, which is loaded with it. */
import { gettext } from "../core/i18n.ts";

export const overbookMessages = {
  title: gettext("Overbook"),
  why: gettext("Why is this time given twice?"),
  overbook: gettext("Overbook"),
  leave: gettext("Leave it"),
};
