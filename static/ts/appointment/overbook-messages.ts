/** The sentences of the overbooking form, loaded with it. */
import { gettext } from "../core/i18n.ts";

export const overbookMessages = {
  title: gettext("Overbook"),
  why: gettext("Why is this time given twice?"),
  overbook: gettext("Overbook"),
  leave: gettext("Leave it"),
};
