/** Corrects name, phone and birth date in place, with what is wrong beside its field. */
import { clearErrors, showErrors } from "../shell/form-errors.ts";
import { byId } from "../core/dom.ts";
import { toast } from "../shell/toast.ts";
import { messages } from "./messages.ts";
import type { Api } from "../core/api.ts";

const PREFIX = "correct-";

export function wireCorrection(api: Api, patient: number, onSaved: () => void) {
  const opener = document.getElementById("correct");
  if (!opener) return;
  const form = byId<HTMLFormElement>("correction");
  const save = byId("correction-save");
  opener.hidden = false;
  opener.addEventListener("click", () => open(Boolean(form.hidden)));
  byId("correction-leave").addEventListener("click", leave);
  form.addEventListener("keydown", ({ key }) => key === "Escape" && leave());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });

  function open(opened: boolean) {
    form.hidden = !opened;
    opener?.setAttribute("aria-expanded", String(opened));
    if (opened) byId("id_correct-name").focus();
  }

  function leave() {
    form.reset();
    say("");
    clearErrors(PREFIX);
    open(false);
    opener?.focus();
  }

  async function send() {
    if (save.getAttribute("aria-disabled") === "true") return;
    save.setAttribute("aria-disabled", "true");
    say("");
    try {
      const typed = Object.fromEntries(new FormData(form));
      const body = { ...typed, birth_date: typed.birth_date || null };
      await api.patch(`/api/patients/${patient}/`, body);
      clearErrors(PREFIX);
      keep(form);
      open(false);
      opener?.focus();
      toast(messages.corrected);
      onSaved();
    } catch (error: any) {
      const fields = error.body?.fields;
      if (!fields || !showErrors(fields, PREFIX, "")) say(error.message);
    } finally {
      save.removeAttribute("aria-disabled");
    }
  }
}

/** What was saved is what a later "leave as it was" goes back to. */
function keep(form: HTMLFormElement) {
  for (const input of form.querySelectorAll("input")) input.defaultValue = input.value;
}

function say(text: string) {
  byId("correction-error").textContent = text;
}
