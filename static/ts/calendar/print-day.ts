/** The link to the day sheet: shown in one-day views, where Ctrl+P opens it too. */
import { byId } from "../core/dom.ts";
import { isOneDay, type ViewState } from "./url-state.ts";

/** Returns a function that updates the link. */
export function daySheetLink(): (state: ViewState) => void {
  const link = byId<HTMLAnchorElement>("print-day");
  const page = link.href;
  document.addEventListener("keydown", (event) => {
    const asked = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "p";
    if (!asked || link.hidden) return;
    event.preventDefault();
    location.assign(`${link.href}#print`);
  });
  return (state) => {
    link.hidden = !isOneDay(state);
    link.href = `${page}?${daySheetQuery(state)}`;
  };
}

/** The day sheet's query for the day and doctors shown. */
export function daySheetQuery({ date, filters }: ViewState): string {
  const params = new URLSearchParams(date ? { date } : {});
  for (const key of ["doctor", "department"] as const) {
    for (const id of filters[key]) params.append(key, String(id));
  }
  return String(params);
}
