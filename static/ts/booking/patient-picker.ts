/** The booking page's search: whoever is found and chosen stands on the card. */
import { byId } from "../core/dom.ts";
import { PatientFinder } from "../shell/patient-search/patient-finder.ts";
import { messages } from "./messages.ts";
import type { Api } from "../core/api.ts";
import type { Clock } from "../core/clock.ts";
import type { Patient } from "../core/types.ts";
import type { PatientCard } from "./patient-card.ts";

export function wirePatientSearch({
  api,
  clock,
  card,
}: {
  api: Api;
  clock: Clock;
  card: PatientCard;
}) {
  const finder = new PatientFinder({
    api,
    clock,
    input: byId<HTMLInputElement>("id_q"),
    list: byId("patient-options"),
    hint: byId("patient-hint"),
    nobody: document.getElementById("registration") ? messages.nobody : undefined,
  });
  finder.on("choose", (patient: Patient) => card.choose(patient));
  card.on("choose", () => finder.clear());
}
