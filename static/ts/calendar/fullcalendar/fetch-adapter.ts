/** Loads FullCalendar, a third of all scripts, when one of its views is shown. */
import { byId } from "../../core/dom.ts";
import { messages } from "../../core/messages.ts";
import { toast } from "../../shell/toast.ts";
import { notice } from "../notices.ts";
import type { FullCalendarGrid } from "./adapter.ts";

/** `FullCalendarGrid` is null if loading fails. */
export function loadFullCalendar(): Promise<{ FullCalendarGrid: typeof FullCalendarGrid | null }> {
  return import("./adapter.ts").catch(() => ({ FullCalendarGrid: null }));
}

/** `isFirst`: whether the page shows no other view yet; then above the grid, else as a toast. */
export function showLoadError(isFirst: boolean) {
  const actions = [{ label: messages.loadPage, run: () => location.reload() }];
  if (!isFirst) return toast(messages.viewNotLoaded, actions);
  const box = byId("calendar-notice");
  box.replaceChildren(notice("error", messages.viewNotLoaded, actions));
  box.hidden = false;
}
