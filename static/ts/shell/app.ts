/**
 * Runs on every page: user menu, keyboard shortcuts, link back to the calendar, patient search, print buttons, the lock
 * of an idle desk.
 */
import { readConfig } from "../core/config.ts";
import { byId } from "../core/dom.ts";
import { reloadOnBack } from "./going-back.ts";
import { lockWhenIdle } from "./idle-lock.ts";
import { wireSiteSearch } from "./patient-search/site-search.ts";
import { lock, onSessionRenewed } from "./session-dialog.ts";
import { wireShortcuts } from "./shortcuts.ts";
import { forgetTab, leadBackToCalendar } from "../core/tab-memory.ts";
import { wireUserMenu } from "./user-menu.ts";

reloadOnBack();
if (document.getElementById("shortcuts")) {
  wireShortcuts();
  const { active = "" } = byId("session-dialog").dataset;
  onSessionRenewed.add(lockWhenIdle(readConfig().idleMinutes, active, lock));
} else forgetTab();
leadBackToCalendar();
if (document.getElementById("site-search")) wireSiteSearch();
const menu = document.querySelector<HTMLElement>(".dropdown");
if (menu) wireUserMenu(menu);
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}
