/**
 * Edits a patient's fields in place, with errors beside them. What another desk saved meanwhile, and
 * patients whom the record would resemble, are shown before anything is saved.
 */
import { clearErrors, showErrors } from "../shell/form-errors.ts";
import { setDefaults, takeOver, typedValues, wireNoneBoxes } from "../shell/patient-fields.ts";
import { byId, el } from "../core/dom.ts";
import { messages as common } from "../core/messages.ts";
import { matchLines } from "../shell/patient-search/match-lines.ts";
import { toast } from "../shell/toast.ts";
import { messages } from "./messages.ts";
import type { Api, Failure } from "../core/api.ts";
import type { FactsOf } from "../shell/patient-search/facts.ts";
import type { MatchingPatient, SavedPatient } from "../core/types.ts";

const PREFIX = "correct-";

interface CorrectionParts {
  api: Api;
  factsOf: FactsOf;
  /** Whose page it is. */
  patient: number;
  onSaved: () => void;
}

export function wireCorrection({ api, factsOf, patient, onSaved }: CorrectionParts) {
  const opener = document.getElementById("correct");
  if (!opener) return;
  const form = byId<HTMLFormElement>("correction");
  const save = byId("correction-save");
  const confirm = byId<HTMLInputElement>("correction-confirm");
  opener.hidden = false;
  wireNoneBoxes(form);
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
    showMatches([]);
    toggle(false);
    opener?.focus();
  }

  async function send() {
    if (save.getAttribute("aria-disabled") === "true") return;
    save.setAttribute("aria-disabled", "true");
    showFormError("");
    const version = Number(form.dataset.version);
    const body = { ...typedValues(form), version, ...(confirm.checked && { confirm: true }) };
    try {
      onPatientSaved(await api.patch<SavedPatient>(`/api/patients/${patient}/`, body));
    } catch (error) {
      onRefused(error as Failure);
    } finally {
      save.removeAttribute("aria-disabled");
    }
  }

  function onPatientSaved(saved: SavedPatient) {
    form.dataset.version = String(saved.version);
    clearErrors(PREFIX);
    showMatches([]);
    setDefaults(form);
    toggle(false);
    opener?.focus();
    toast(saved.odd_phone ? common.oddPhone : messages.saved);
    onSaved();
  }

  function onRefused({ code, message, body }: Failure) {
    clearErrors(PREFIX);
    showMatches(code === "duplicate" ? (body?.matches ?? []) : []);
    if (code === "stale") showStale(body?.current as SavedPatient);
    else if (code === "duplicate") byId("correction-matches").focus();
    else if (!body?.fields || !showErrors(body.fields, PREFIX, "")) showFormError(message);
  }

  function showStale(current: SavedPatient) {
    form.dataset.version = String(current.version);
    showFormError(messages.stale(takeOver(form, { ...current }).join("; ")));
  }

  function showMatches(matches: MatchingPatient[]) {
    byId("correction-matches").hidden = matches.length === 0;
    confirm.checked = false;
    byId("correction-matches-list").replaceChildren(
      ...matches.map((match) => {
        const href = `/appointments/patients/${match.id}`;
        const lines = matchLines(match, factsOf, href);
        return el("li", { class: "choice" }, el("span", {}, ...lines));
      }),
    );
  }
}

function showFormError(text: string) {
  byId("correction-error").textContent = text;
}
