/** The search in the bar on top of every page; Enter leads to the patient's page. */
import { Api } from "../../core/api.js";
import { readConfig } from "../../core/config.js";
import { byId } from "../../core/dom.js";
import { renewSession } from "../session-dialog.js";
import { Clock } from "../../core/clock.js";
import { PatientFinder } from "./patient-finder.js";

/** Wires a search field whose chosen patient's page is opened; `id` is the beginning of its parts' ids. */
export function wireSearch(/** @type {string} */ id) {
  const { timeZone, language } = readConfig();
  const input = /** @type {HTMLInputElement} */ (byId(`${id}-q`));
  const panel = byId(`${id}-panel`);
  const finder = new PatientFinder({
    api: new Api({ renewSession }),
    clock: new Clock(timeZone, language),
    input,
    list: byId(`${id}-options`),
    hint: byId(`${id}-hint`),
  });
  const form = /** @type {HTMLFormElement} */ (input.form);
  finder.on("shown", (/** @type {boolean} */ shown) => (panel.hidden = !shown));
  finder.on("choose", (/** @type {import("../../core/types.js").Patient} */ patient) => {
    location.assign(`${form.action}/${patient.id}`);
  });
  form.addEventListener("focusout", ({ relatedTarget }) => {
    if (!form.contains(/** @type {Node | null} */ (relatedTarget))) finder.close();
  });
  return input;
}

/** The bar's search; shortcuts.js knows the key that leads into it. Escape leads back to where one was. */
export function wireSiteSearch() {
  const input = wireSearch("site-search");
  /** @type {HTMLElement | null} */
  let cameFrom = null;
  input.addEventListener("focus", ({ relatedTarget }) => {
    cameFrom = /** @type {HTMLElement | null} */ (relatedTarget);
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
