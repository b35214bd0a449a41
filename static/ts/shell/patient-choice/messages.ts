/** The sentences of choosing or registering a form's patient. */
import { gettext, interpolate } from "../../core/i18n.ts";

export const messages = {
  nobody: gettext("No patient found. Register a new patient below."),
  lastSeen: (day: string, department: string) =>
    interpolate(gettext("last seen %(day)s, %(department)s"), { day, department }),
  chosen: (name: string) => interpolate(gettext("Patient: %(name)s"), { name }),
  registered: (name: string) => interpolate(gettext("%(name)s is registered."), { name }),
  merged: (name: string, mrn: string) =>
    interpolate(gettext("The records were merged. Chosen now: %(name)s, MRN %(mrn)s"), {
      name,
      mrn,
    }),
  usePatient: gettext("Use this patient"),
};
