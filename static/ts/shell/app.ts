/**
 * Runs on every page: user menu, keyboard shortcuts, link back to the calendar, patient search, print buttons, the lock
 * of an idle desk.
 */
import { readConfig } from "../core/config.ts";
import { lockWhenIdle } from "./idle-lock.ts";
import { wireSiteSearch } from "./patient-search/site-search.ts";
import { wireShortcuts } from "./shortcuts.ts";
import { forgetTab, leadBackToCalendar } from "../core/tab-memory.ts";
import { wireUserMenu } from "./user-menu.ts";

// Back, after signing out, must not show the page from the browser's memory.
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  document.documentElement.toggleAttribute("data-covered", true);
  location.reload();
});
if (document.getElementById("shortcuts")) {
  wireShortcuts();
  lockWhenIdle(readConfig().idleMinutes);
} else forgetTab();
leadBackToCalendar();
if (document.getElementById("site-search")) wireSiteSearch();
const menu = document.querySelector<HTMLElement>(".dropdown");
if (menu) wireUserMenu(menu);
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}
