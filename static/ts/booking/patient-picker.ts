/** The booking page's search: whoever is found and chosen stands on the card. */
import { byId } from "../core/dom.ts";
import { PatientFinder } from "../shell/patient-search/patient-finder.ts";
import { words } from "./words.ts";
import type { Api } from "../core/api.ts";
import type { Clock } from "../core/clock.ts";
import type { Patient } from "../core/types.ts";
import type { PatientCard } from "./patient-card.ts";

interface PatientSearchParts {
  api: Api;
  clock: Clock;
  card: PatientCard;
}

export function wirePatientSearch({ api, clock, card }: PatientSearchParts) {
  const finder = new PatientFinder({
    api,
    clock,
    input: byId<HTMLInputElement>("id_q"),
    list: byId("patient-options"),
    hint: byId("patient-hint"),
    nobody: document.getElementById("registration") ? words.nobody : undefined,
  });
  finder.on("choose", (patient: Patient) => card.choose(patient));
  card.on("choose", () => finder.clear());
}
