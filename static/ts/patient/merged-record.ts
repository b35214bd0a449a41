/** A patient's page whose record is merged leads to the record that stays; nothing typed is lost. */
import { gettext } from "../core/i18n.ts";
import { toast } from "../shell/toast.ts";
import type { Merge } from "../shell/merges.ts";

let left = false;

/** Opens the page of the record that stays. While the details are edited, a button does. */
export function leaveFor(address: string) {
  if (left) return;
  left = true;
  const form = document.getElementById("correction");
  if (!form || form.hidden) location.replace(address);
  else {
    const open = { label: gettext("Open"), run: () => location.assign(address) };
    toast(gettext("This record was merged into another one."), [open]);
  }
}

/** `patient`: whom the page shows; `read`: shows the record again. */
export function showMerges(patient: number, read: () => void) {
  return ({ action, patient: merged, into }: Merge) => {
    if (into.id === patient) read();
    else if (action === "merged" && merged === patient) leaveFor(location.href);
  };
}
