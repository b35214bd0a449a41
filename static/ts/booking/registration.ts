/** Registers a new patient in the booking form; similar registered patients are offered first. */
import { byId, el } from "../core/dom.ts";
import { factsOf } from "../shell/patient-search/facts.ts";
import { showErrors, clearErrors } from "../shell/form-errors.ts";
import { messages } from "./messages.ts";
import type { Api, Failure } from "../core/api.ts";
import type { Clock } from "../core/clock.ts";
import type { Patient } from "../core/types.ts";
import type { PatientCard } from "./patient-card.ts";

const PREFIX = "new-";
const LOOKS_LIKE_PHONE = /^[\d\s+()-]{3,}$/;

export function wireRegistration({
  api,
  clock,
  card,
}: {
  api: Api;
  clock: Clock;
  card: PatientCard;
}) {
  const part = document.getElementById("registration") as HTMLDetailsElement | null;
  if (!part) return;
  const button = byId<HTMLButtonElement>("register");
  button.type = "button";
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
      onRegistered(await api.post<Patient>("/api/patients/", typed()));
    } catch (error) {
      onRefused(error as Failure);
    } finally {
      button.removeAttribute("aria-disabled");
    }
  }

  function onRegistered(patient: Patient) {
    clearErrors(PREFIX);
    showMatches([]);
    for (const name of ["name", "phone", "birth_date"]) field(name).value = "";
    if (part) part.open = false;
    card.choose(patient);
    byId("announcements").textContent = messages.registered(patient.name);
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

  function showMatches(matches: Patient[]) {
    const today = clock.date(Date.now());
    byId("matches").hidden = matches.length === 0;
    byId<HTMLInputElement>("id_new-confirm").checked = false;
    byId("matches-list").replaceChildren(
      ...matches.map((patient) => el("li", {}, matchRow(patient, factsOf(patient, today)))),
    );
  }

  function matchRow(patient: Patient, facts: string) {
    const take = () => {
      showMatches([]);
      if (part) part.open = false;
      card.choose(patient);
    };
    return el(
      "div",
      { class: "choice" },
      el(
        "span",
        {},
        el("strong", { text: patient.name }),
        el("span", { class: "text-muted", text: facts }),
      ),
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

function typed() {
  return {
    name: field("name").value,
    phone: field("phone").value,
    ...(field("birth_date").value && { birth_date: field("birth_date").value }),
    ...(field("sex").value && { sex: field("sex").value }),
    ...(field("confirm").checked && { confirm: true }),
  };
}

function field(name: string) {
  return byId<HTMLInputElement>(`id_${PREFIX}${name}`);
}
