/** The patient search of a form: the chosen patient is shown on the card. */
import { byId } from "../../core/dom.ts";
import { foundRow } from "../patient-search/found-row.ts";
import { PatientFinder } from "../patient-search/patient-finder.ts";
import { messages } from "./messages.ts";
import type { Api } from "../../core/api.ts";
import type { Clock } from "../../core/clock.ts";
import type { FactsOf } from "../patient-search/facts.ts";
import type { PatientCard } from "./patient-card.ts";

export function wirePatientSearch({
  api,
  clock,
  factsOf,
  card,
}: {
  api: Api;
  clock: Clock;
  factsOf: FactsOf;
  card: PatientCard;
}) {
  const finder = new PatientFinder({
    api,
    rowOf: foundRow(factsOf, clock),
    input: byId<HTMLInputElement>("id_q"),
    list: byId("patient-options"),
    hint: byId("patient-hint"),
    noneFound: document.getElementById("registration") ? messages.nobody : undefined,
    onChoose: (patient) => card.choose(patient),
  });
  card.onChoose.add(() => finder.clear());
}
