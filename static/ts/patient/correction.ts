/** Edits a patient's fields in place, with errors beside them. */
import { clearErrors, showErrors } from "../shell/form-errors.ts";
import { setDefaults, typedValues } from "../shell/patient-fields.ts";
import { byId } from "../core/dom.ts";
import { gettext } from "../core/i18n.ts";
import { toast } from "../shell/toast.ts";
import type { Api, Failure } from "../core/api.ts";

const PREFIX = "correct-";

export function wireCorrection(api: Api, patient: number, onSaved: () => void) {
  const opener = document.getElementById("correct");
  if (!opener) return;
  const form = byId<HTMLFormElement>("correction");
  const save = byId("correction-save");
  opener.hidden = false;
  opener.addEventListener("click", () => toggle(Boolean(form.hidden)));
  byId("correction-leave").addEventListener("click", cancel);
  form.addEventListener("keydown", ({ key }) => key === "Escape" && cancel());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });

  function toggle(opened: boolean) {
    form.hidden = !opened;
    opener?.setAttribute("aria-expanded", String(opened));
    if (opened) byId("id_correct-name").focus();
  }

  function cancel() {
    form.reset();
    showFormError("");
    clearErrors(PREFIX);
    toggle(false);
    opener?.focus();
  }

  async function send() {
    if (save.getAttribute("aria-disabled") === "true") return;
    save.setAttribute("aria-disabled", "true");
    showFormError("");
    try {
      await api.patch(`/api/patients/${patient}/`, typedValues(form));
      clearErrors(PREFIX);
      setDefaults(form);
      toggle(false);
      opener?.focus();
      toast(gettext("Saved."));
      onSaved();
    } catch (error) {
      const { message, body } = error as Failure;
      const fields = body?.fields;
      if (!fields || !showErrors(fields, PREFIX, "")) showFormError(message);
    } finally {
      save.removeAttribute("aria-disabled");
    }
  }
}

function showFormError(text: string) {
  byId("correction-error").textContent = text;
}
