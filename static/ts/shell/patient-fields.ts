/** The controls of a patient's fields, as templates/appointments/patient_field.html writes them. */

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The controls in this part of the page. */
export function controlsIn(part: HTMLElement): Control[] {
  return [...part.querySelectorAll<Control>("[data-field]")];
}

/** What was typed and chosen, as the API takes it. A field is sent when empty too, to be refused or cleared. */
export function typedValues(part: HTMLElement): Record<string, string | boolean | null> {
  return Object.fromEntries(
    controlsIn(part).map((control) => [control.dataset.field ?? "", valueOf(control)]),
  );
}

function valueOf(control: Control) {
  if (isCheckBox(control)) return control.checked;
  return control.type === "date" ? control.value || null : control.value;
}

/** Makes the values those that a reset of the form restores. */
export function setDefaults(part: HTMLElement) {
  for (const control of controlsIn(part)) {
    if (control instanceof HTMLSelectElement) {
      for (const option of control.options) option.defaultSelected = option.selected;
    } else if (isCheckBox(control)) control.defaultChecked = control.checked;
    else control.defaultValue = control.value;
  }
}

/** The values of the next new patient. */
export function clearFields(part: HTMLElement) {
  for (const control of controlsIn(part)) {
    if (control instanceof HTMLSelectElement) {
      for (const option of control.options) option.selected = option.defaultSelected;
    } else if (isCheckBox(control)) control.checked = false;
    else control.value = "";
  }
}

/** What of a control is kept in a draft; empty if it was left as it is on an empty form. */
export function draftOf(control: Control) {
  if (isCheckBox(control)) return control.checked ? control.value : "";
  const isDefault =
    control instanceof HTMLSelectElement && control.selectedOptions[0]?.defaultSelected;
  return isDefault ? "" : control.value;
}

export function restoreDraftOf(control: Control, text: string) {
  if (isCheckBox(control)) control.checked = true;
  else control.value = text;
}

function isCheckBox(control: Control): control is HTMLInputElement & { type: "checkbox" } {
  return control.type === "checkbox";
}
