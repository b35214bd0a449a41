/** Every sentence of the form that asks why a time is given twice, which is loaded with it. */
import { gettext } from "../core/i18n.ts";

export const words = {
  title: gettext("Overbook"),
  why: gettext("Reason for overbooking"),
  overbook: gettext("Overbook"),
  leave: gettext("Cancel"),
};
