/** Corrects name, phone and birth date in place, with what is wrong beside its field. */
import { clearErrors, showErrors } from "../shell/form-errors.js";
import { byId } from "../core/dom.js";
import { toast } from "../shell/toast.js";
import { words } from "./words.js";

const PREFIX = "correct-";

/**
 * @param {import("../core/api.js").Api} api
 * @param {number} patient
 * @param {() => void} onSaved
 */
export function wireCorrection(api, patient, onSaved) {
  const opener = document.getElementById("correct");
  if (!opener) return;
  const form = /** @type {HTMLFormElement} */ (byId("correction"));
  const save = byId("correction-save");
  opener.hidden = false;
  opener.addEventListener("click", () => open(Boolean(form.hidden)));
  byId("correction-leave").addEventListener("click", leave);
  form.addEventListener("keydown", ({ key }) => key === "Escape" && leave());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });

  /** @param {boolean} opened */
  function open(opened) {
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
      toast(words.corrected);
      onSaved();
    } catch (/** @type {any} */ error) {
      const fields = error.body?.fields;
      if (!fields || !showErrors(fields, PREFIX, "")) say(error.message);
    } finally {
      save.removeAttribute("aria-disabled");
    }
  }
}

/** What was saved is what a later "leave as it was" goes back to. @param {HTMLFormElement} form */
function keep(form) {
  for (const input of form.querySelectorAll("input")) input.defaultValue = input.value;
}

/** @param {string} text */
function say(text) {
  byId("correction-error").textContent = text;
}
