/** The search in the bar on top of every page; Enter leads to the patient's page. */
import { Api } from "../../core/api.ts";
import { readConfig } from "../../core/config.ts";
import { byId } from "../../core/dom.ts";
import { renewSession } from "../session-dialog.ts";
import { Clock } from "../../core/clock.ts";
import { PatientFinder } from "./patient-finder.ts";
import type { Patient } from "../../core/types.ts";

/** Wires a search field whose chosen patient's page is opened; `id` is the beginning of its parts' ids. */
export function wireSearch(id: string) {
  const { timeZone, language } = readConfig();
  const input = byId<HTMLInputElement>(`${id}-q`);
  const panel = byId(`${id}-panel`);
  const finder = new PatientFinder({
    api: new Api({ renewSession }),
    clock: new Clock(timeZone, language),
    input,
    list: byId(`${id}-options`),
    hint: byId(`${id}-hint`),
  });
  const form = input.form as HTMLFormElement;
  finder.on("shown", (shown: boolean) => (panel.hidden = !shown));
  finder.on("choose", (patient: Patient) => {
    location.assign(`${form.action}/${patient.id}`);
  });
  form.addEventListener("focusout", ({ relatedTarget }) => {
    if (!form.contains(relatedTarget as Node | null)) finder.close();
  });
  return input;
}

/** The bar's search; shortcuts.ts knows the key that leads into it. Escape leads back to where one was. */
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
