/** Registers a patient in place; one who looks like somebody known is offered first. */
import { byId, el } from "../core/dom.js";
import { factsOf } from "../shell/patient-search/facts.js";
import { showErrors, clearErrors } from "../shell/form-errors.js";
import { words } from "./words.js";

const PREFIX = "new-";
const LOOKS_LIKE_PHONE = /^[\d\s+()-]{3,}$/;

/**
 * @param {object} parts
 * @param {import("../core/api.js").Api} parts.api
 * @param {import("../core/clock.js").Clock} parts.clock
 * @param {import("./patient-card.js").PatientCard} parts.card
 */
export function wireRegistration({ api, clock, card }) {
  const part = /** @type {HTMLDetailsElement | null} */ (document.getElementById("registration"));
  if (!part) return;
  const button = /** @type {HTMLButtonElement} */ (byId("register"));
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
      done(await api.post("/api/patients/", typed()));
    } catch (/** @type {any} */ error) {
      refused(error);
    } finally {
      button.removeAttribute("aria-disabled");
    }
  }

  /** @param {import("../core/types.js").Patient} patient */
  function done(patient) {
    clearErrors(PREFIX);
    showMatches([]);
    for (const name of ["name", "phone", "birth_date"]) field(name).value = "";
    if (part) part.open = false;
    card.choose(patient);
    byId("announcements").textContent = words.registered(patient.name);
  }

  /** @param {any} error */
  function refused(error) {
    if (error.code === "duplicate") {
      clearErrors(PREFIX);
      showMatches(error.body.matches);
      byId("matches").focus();
      return;
    }
    const fields = error.body?.fields;
    if (fields) showErrors(fields, PREFIX, "");
    else byId("id_new_error").textContent = error.message;
  }

  /** @param {import("../core/types.js").Patient[]} matches */
  function showMatches(matches) {
    const today = clock.date(Date.now());
    byId("matches").hidden = matches.length === 0;
    /** @type {HTMLInputElement} */ (byId("id_new-confirm")).checked = false;
    byId("matches-list").replaceChildren(
      ...matches.map((patient) => el("li", {}, matchRow(patient, factsOf(patient, today)))),
    );
  }

  /** @param {import("../core/types.js").Patient} patient @param {string} facts */
  function matchRow(patient, facts) {
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
        el("span", { class: "faint", text: facts }),
      ),
      el("button", {
        type: "button",
        class: "btn btn-quiet",
        text: words.usePatient,
        onclick: take,
      }),
    );
  }
}

/** What was searched for in vain is the beginning of the registration. */
function fillIn() {
  const sought = /** @type {HTMLInputElement} */ (byId("id_q")).value.trim();
  const empty = field(LOOKS_LIKE_PHONE.test(sought) ? "phone" : "name");
  if (!empty.value) empty.value = sought;
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

/** @param {string} name */
function field(name) {
  return /** @type {HTMLInputElement} */ (byId(`id_${PREFIX}${name}`));
}
