/** The texts of the correction form, in its own chunk. */
import { gettext, interpolate } from "../../core/i18n.ts";

export const correctionMessages = {
  noVisitType: gettext("Standard"),
  lastsUntil: (time: string) => interpolate(gettext("New end: %(time)s."), { time }),
  save: gettext("Save"),
  leave: gettext("Cancel"),
  corrected: gettext("Saved."),
  takenBack: gettext("Change undone."),
  fieldsWrong: gettext("Not saved. Check the marked field."),
  notCorrected: (why: string) => interpolate(gettext("Not saved. %(why)s"), { why }),
};
