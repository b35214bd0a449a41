/** The day on paper: a link while one day is shown, which Ctrl+P follows as well. */
import { byId } from "../core/dom.ts";
import { isOneDay, type Place } from "./url-state.ts";

/** The function returned is to be told what is shown. */
export function offerDaySheet(): (place: Place) => void {
  const link = byId<HTMLAnchorElement>("print-day");
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

/** The query of the day sheet for the day and doctors shown. */
export function daySheetQuery({ date, filters }: Place): string {
  const params = new URLSearchParams(date ? { date } : {});
  for (const key of ["doctor", "department"] as const) {
    for (const id of filters[key]) params.append(key, String(id));
  }
  return String(params);
}
