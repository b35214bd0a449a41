/** The texts of the correction form, in its own chunk. */
import { gettext, interpolate } from "../../core/i18n.ts";

export const correctionMessages = {
  noVisitType: gettext("No kind of visit"),
  lastsUntil: (time: string) => interpolate(gettext("It then lasts until %(time)s."), { time }),
  save: gettext("Save"),
  leave: gettext("Leave as it was"),
  corrected: gettext("Corrected."),
  takenBack: gettext("As it was before."),
  fieldsWrong: gettext("Not corrected. Look at the field that is marked."),
  notCorrected: (why: string) => interpolate(gettext("Not corrected. %(why)s"), { why }),
};
