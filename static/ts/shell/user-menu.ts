/** Loads Bootstrap's menu and Popper, an eighth of the page's bytes, when the menu is pointed at or focused. */
import { messages } from "../core/messages.ts";
import { toast } from "./toast.ts";

/** `menu`: holds the toggle and the menu. */
export function wireUserMenu(menu: HTMLElement) {
  const toggle = menu.querySelector("[data-bs-toggle=dropdown]") as HTMLElement;
  let isLoaded = false;
  let isWaiting = false;
  let loading: Promise<void> | null = null;

  async function load() {
    loading ??= import("bootstrap/js/dist/dropdown.js").then(() => void (isLoaded = true));
    try {
      await loading;
    } catch {
      loading = null; // the next event tries again; only a click shows the failure
    }
  }

  menu.addEventListener("pointerenter", load);
  menu.addEventListener("focusin", load);
  toggle.addEventListener("click", async () => {
    if (isLoaded || isWaiting) return;
    isWaiting = true;
    await load();
    isWaiting = false;
    if (isLoaded) return toggle.click();
    const actions = [{ label: messages.loadPage, run: () => location.reload() }];
    toast(messages.viewNotLoaded, actions);
  });
}
