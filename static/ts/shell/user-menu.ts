/** Bootstrap's menu and Popper are an eighth of what the page weighs: they come when somebody is at the menu. */
import { messages } from "../core/messages.ts";
import { toast } from "./toast.ts";

/** `menu` holds the toggle and what it opens. */
export function wireUserMenu(menu: HTMLElement) {
  const toggle = menu.querySelector("[data-bs-toggle=dropdown]") as HTMLElement;
  let isThere = false;
  let isAsked = false;
  /** The try under way, or the one that has brought it. */
  let coming: Promise<void> | null = null;

  async function fetchMenu() {
    coming ??= import("bootstrap/js/dist/dropdown.js").then(() => void (isThere = true));
    try {
      await coming;
    } catch {
      coming = null; // nobody is told before somebody presses; the next one at the menu tries again
    }
  }

  menu.addEventListener("pointerenter", fetchMenu);
  menu.addEventListener("focusin", fetchMenu);
  toggle.addEventListener("click", async () => {
    if (isThere || isAsked) return;
    isAsked = true;
    await fetchMenu();
    isAsked = false;
    if (isThere) return toggle.click();
    const actions = [{ label: messages.loadPage, run: () => location.reload() }];
    toast(messages.viewNotLoaded, actions);
  });
}
