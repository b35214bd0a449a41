/** The sentences of the overbooking form, loaded with it. */
import { gettext } from "../core/i18n.ts";

export const overbookMessages = {
  title: gettext("Overbook"),
  why: gettext("Reason for overbooking"),
  overbook: gettext("Overbook"),
  leave: gettext("Cancel"),
};
