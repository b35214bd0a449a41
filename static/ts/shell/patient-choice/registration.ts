/** Registers a new patient in the form of a visit; similar registered patients are offered first. */
import { byId, el } from "../../core/dom.ts";
import { messages as common } from "../../core/messages.ts";
import { nameText } from "../../core/patient.ts";
import { showErrors, clearErrors } from "../form-errors.ts";
import { clearFields, typedValues, wireNoneBoxes } from "../patient-fields.ts";
import { toast } from "../toast.ts";
import { matchLines } from "../patient-search/match-lines.ts";
import { messages } from "./messages.ts";
import type { Api, Failure } from "../../core/api.ts";
import type { MatchingPatient, SavedPatient } from "../../core/types.ts";
import type { FactsOf } from "../patient-search/facts.ts";
import type { PatientCard } from "./patient-card.ts";

const PREFIX = "new-";
const LOOKS_LIKE_PHONE = /^[\d\s+()-]{3,}$/;

export function wireRegistration({
  api,
  factsOf,
  card,
}: {
  api: Api;
  factsOf: FactsOf;
  card: PatientCard;
}) {
  const found = document.getElementById("registration") as HTMLDetailsElement | null;
  if (!found) return;
  const part = found;
  const button = byId<HTMLButtonElement>("register");
  button.type = "button";
  wireNoneBoxes(part);
  button.addEventListener("click", register);
  part.addEventListener("toggle", () => part.open && fillIn());
  part.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    register();
  });

  async function register() {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    try {
      onRegistered(
        await api.post<SavedPatient>(part.dataset.address || "/api/patients/", typed(part)),
      );
    } catch (error) {
      onRefused(error as Failure);
    } finally {
      button.removeAttribute("aria-disabled");
    }
  }

  function onRegistered(patient: SavedPatient) {
    clearErrors(PREFIX);
    showMatches([]);
    clearFields(part);
    part.open = false;
    card.choose(patient);
    byId("announcements").textContent = messages.registered(nameText(patient));
    if (patient.odd_phone) toast(common.oddPhone);
  }

  function onRefused(error: Failure) {
    if (error.code === "duplicate") {
      clearErrors(PREFIX);
      showMatches(error.body?.matches ?? []);
      byId("matches").focus();
      return;
    }
    const fields = error.body?.fields;
    if (fields) showErrors(fields, PREFIX, "");
    else byId("id_new_error").textContent = error.message;
  }

  function showMatches(matches: MatchingPatient[]) {
    byId("matches").hidden = matches.length === 0;
    field("confirm").checked = false;
    byId("matches-list").replaceChildren(
      ...matches.map((patient) => el("li", {}, matchRow(patient))),
    );
  }

  function matchRow(patient: MatchingPatient) {
    const take = () => {
      showMatches([]);
      part.open = false;
      card.choose(patient);
    };
    return el(
      "div",
      { class: "choice" },
      el("span", {}, ...matchLines(patient, factsOf)),
      el("button", {
        type: "button",
        class: "btn btn-quiet",
        text: messages.usePatient,
        onclick: take,
      }),
    );
  }
}

/** Copies the search text into the empty name or phone. */
function fillIn() {
  const text = byId<HTMLInputElement>("id_q").value.trim();
  const target = field(LOOKS_LIKE_PHONE.test(text) ? "phone" : "name");
  if (!target.value) target.value = text;
}

function typed(part: HTMLElement) {
  return { ...typedValues(part), ...(field("confirm").checked && { confirm: true }) };
}

function field(name: string) {
  return byId<HTMLInputElement>(`id_${PREFIX}${name}`);
}
