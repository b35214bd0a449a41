/** The day on paper: a link while one day is shown, which Ctrl+P follows as well. */
import { byId } from "../core/dom.js";
import { isOneDay } from "./url-state.js";

/** @typedef {import("./url-state.js").Place} Place */

/** @returns {(place: Place) => void} to be told what is shown */
export function offerDaySheet() {
  const link = /** @type {HTMLAnchorElement} */ (byId("print-day"));
  const page = link.href;
  document.addEventListener("keydown", (event) => {
    const asked = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "p";
    if (!asked || link.hidden) return;
    event.preventDefault();
    location.assign(`${link.href}#print`);
  });
  return (place) => {
    link.hidden = !isOneDay(place);
    link.href = `${page}?${daySheetQuery(place)}`;
  };
}

/** @param {Place} place @returns {string} the query of the day sheet for the day and doctors shown */
export function daySheetQuery({ date, filters }) {
  const params = new URLSearchParams(date ? { date } : {});
  for (const key of /** @type {const} */ (["doctor", "department"])) {
    for (const id of filters[key]) params.append(key, String(id));
  }
  return String(params);
}
