/** The sentences of a patient's page. */
import { gettext, interpolate } from "../core/i18n.ts";

export const messages = {
  saved: gettext("Saved."),
  stale: (changes: string) =>
    interpolate(
      gettext(
        "Someone else changed this patient: %(changes)s. What you typed is kept. Check it and save again.",
      ),
      { changes },
    ),
};
