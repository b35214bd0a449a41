/** The search in the top bar; choosing a patient opens the patient's page. */
import { Api } from "../../core/api.ts";
import { readConfig } from "../../core/config.ts";
import { byId } from "../../core/dom.ts";
import { renewSession } from "../session-dialog.ts";
import { Clock } from "../../core/clock.ts";
import { patientFacts } from "./facts.ts";
import { foundRow } from "./found-row.ts";
import { PatientFinder } from "./patient-finder.ts";

/** Wires a search field that opens the chosen patient's page. `id`: the prefix of its parts' ids. */
export function wireSearch(id: string) {
  const config = readConfig();
  const input = byId<HTMLInputElement>(`${id}-q`);
  const form = input.form as HTMLFormElement;
  const panel = byId(`${id}-panel`);
  const clock = new Clock(config.timeZone, config.language);
  const finder = new PatientFinder({
    api: new Api({ renewSession }),
    rowOf: foundRow(patientFacts(config, clock), clock),
    input,
    list: byId(`${id}-options`),
    hint: byId(`${id}-hint`),
    onChoose: (patient) => location.assign(`${form.action}/${patient.id}`),
    onShown: (shown) => (panel.hidden = !shown),
  });
  form.addEventListener("focusout", ({ relatedTarget }) => {
    if (!form.contains(relatedTarget as Node | null)) finder.close();
  });
  return input;
}

/** The top bar's search. Escape moves the focus back to where it came from. */
export function wireSiteSearch() {
  const input = wireSearch("site-search");
  let cameFrom: HTMLElement | null = null;
  input.addEventListener("focus", ({ relatedTarget }) => {
    cameFrom = relatedTarget as HTMLElement | null;
    input.select();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.stopPropagation();
    input.value = "";
    if (cameFrom?.isConnected) cameFrom.focus();
    else input.blur();
  });
}
