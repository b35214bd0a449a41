/** Every sentence of the form that corrects an appointment, which is loaded with it. */
import { gettext, interpolate } from "../../core/i18n.ts";

export const words = {
  noVisitType: gettext("Standard"),
  lastsUntil: (time: string) => interpolate(gettext("New end: %(time)s."), { time }),
  save: gettext("Save"),
  leave: gettext("Cancel"),
  corrected: gettext("Saved."),
  takenBack: gettext("Change undone."),
  fieldsWrong: gettext("Not saved. Check the marked field."),
  notCorrected: (why: string) => interpolate(gettext("Not saved. %(why)s"), { why }),
};
