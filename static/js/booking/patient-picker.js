/** The booking page's search: whoever is found and chosen stands on the card. */
import { byId } from "../core/dom.js";
import { PatientFinder } from "../shell/patient-search/patient-finder.js";
import { words } from "./words.js";

/**
 * @param {object} parts
 * @param {import("../core/api.js").Api} parts.api
 * @param {import("../core/clock.js").Clock} parts.clock
 * @param {import("./patient-card.js").PatientCard} parts.card
 */
export function wirePatientSearch({ api, clock, card }) {
  const finder = new PatientFinder({
    api,
    clock,
    input: /** @type {HTMLInputElement} */ (byId("id_q")),
    list: byId("patient-options"),
    hint: byId("patient-hint"),
    nobody: document.getElementById("registration") ? words.nobody : undefined,
  });
  finder.on("choose", (/** @type {import("../core/types.js").Patient} */ patient) =>
    card.choose(patient),
  );
  card.on("choose", () => finder.clear());
}
