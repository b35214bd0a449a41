/** FullCalendar, a third of all scripts: fetched for the views that are its own. */
import { byId } from "../../core/dom.ts";
import { messages } from "../../core/messages.ts";
import { toast } from "../../shell/toast.ts";
import { notice } from "../notices.ts";
import type { Grid } from "./adapter.ts";

/** Null where it did not come. */
export function fetchGrid(): Promise<{ Grid: typeof Grid | null }> {
  return import("./adapter.ts").catch(() => ({ Grid: null }));
}

/** `isFirst` where the page shows nothing else. */
export function sayNotThere(isFirst: boolean) {
  const actions = [{ label: messages.loadPage, run: () => location.reload() }];
  if (!isFirst) return toast(messages.viewNotLoaded, actions);
  const box = byId("calendar-notice");
  box.replaceChildren(notice("error", messages.viewNotLoaded, actions));
  box.hidden = false;
}
