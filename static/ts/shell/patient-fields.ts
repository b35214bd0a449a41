/** The controls of a patient's fields, as templates/appointments/patient_field.html writes them. */

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The controls in this part of the page, with the boxes that say that a field is empty on purpose. */
export function controlsIn(part: HTMLElement): Control[] {
  return [...part.querySelectorAll<Control>("[data-field], [data-none]")];
}

/**
 * What was typed and chosen, as the API takes it. A field is sent when empty too, to be refused or
 * cleared; null says that the patient has none.
 */
export function typedValues(part: HTMLElement): Record<string, string | boolean | null> {
  const values = fieldsIn(part).map((control) => [control.dataset.field ?? "", valueOf(control)]);
  const none = noneBoxes(part).filter(({ checked }) => checked);
  return Object.fromEntries([...values, ...none.map(({ dataset }) => [dataset.none ?? "", null])]);
}

/** A ticked box "Has no phone" closes the field beside it. */
export function wireNoneBoxes(part: HTMLElement) {
  const sync = () => {
    for (const box of noneBoxes(part)) {
      const field = part.querySelector<Control>(`[data-field="${box.dataset.none}"]`);
      if (field) field.disabled = box.checked;
    }
  };
  for (const box of noneBoxes(part)) {
    box.addEventListener("change", sync);
    box.form?.addEventListener("reset", () => setTimeout(sync));
  }
  sync();
}

/**
 * Takes over what another desk saved, into the fields that were left as they were; what was typed
 * stays. Returns the labels and texts of the fields that the other desk changed.
 */
export function takeOver(part: HTMLElement, saved: Record<string, unknown>): string[] {
  const changed: string[] = [];
  for (const control of fieldsIn(part)) {
    const text = String(saved[control.dataset.field ?? ""] ?? "");
    if (text === defaultOf(control)) continue;
    const isUntouched = control.value === defaultOf(control);
    setDefault(control, text);
    if (isUntouched) control.value = text;
    changed.push(`${labelOf(control)}: ${textOf(control, text) || "–"}`);
  }
  for (const box of noneBoxes(part)) {
    const isNone = saved[box.dataset.none ?? ""] === null;
    if (box.checked === box.defaultChecked) box.checked = isNone;
    box.defaultChecked = isNone;
    box.dispatchEvent(new Event("change"));
  }
  return changed;
}

function fieldsIn(part: HTMLElement) {
  return [...part.querySelectorAll<Control>("[data-field]")];
}

function noneBoxes(part: HTMLElement) {
  return [...part.querySelectorAll<HTMLInputElement>("[data-none]")];
}

function labelOf(control: Control) {
  return control.labels?.[0]?.firstChild?.textContent?.trim() ?? "";
}

function textOf(control: Control, value: string) {
  if (!(control instanceof HTMLSelectElement)) return value;
  return [...control.options].find((option) => option.value === value)?.text ?? value;
}

function defaultOf(control: Control) {
  if (!(control instanceof HTMLSelectElement)) return control.defaultValue;
  return [...control.options].find(({ defaultSelected }) => defaultSelected)?.value ?? "";
}

function setDefault(control: Control, value: string) {
  if (control instanceof HTMLSelectElement) {
    for (const option of control.options) option.defaultSelected = option.value === value;
  } else control.defaultValue = value;
}

function valueOf(control: Control) {
  if (isCheckBox(control)) return control.checked;
  return control.type === "date" ? control.value || null : control.value;
}

/** Makes the values those that a reset of the form restores. */
export function setDefaults(part: HTMLElement) {
  for (const control of controlsIn(part)) {
    if (isCheckBox(control)) control.defaultChecked = control.checked;
    else setDefault(control, control.value);
  }
}

/** The values of the next new patient. */
export function clearFields(part: HTMLElement) {
  for (const control of controlsIn(part)) {
    if (control instanceof HTMLSelectElement) {
      for (const option of control.options) option.selected = option.defaultSelected;
    } else if (isCheckBox(control)) tick(control, false);
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
  if (isCheckBox(control)) tick(control, true);
  else control.value = text;
}

function tick(box: HTMLInputElement, checked: boolean) {
  box.checked = checked;
  box.dispatchEvent(new Event("change"));
}

function isCheckBox(control: Control): control is HTMLInputElement & { type: "checkbox" } {
  return control.type === "checkbox";
}
