/**
 * Single-key shortcuts. The control whose `aria-keyshortcuts` names the key is clicked, or focused
 * if it is a field. `?` lists the page's shortcuts.
 */
import { byId, el } from "../core/dom.ts";

const SWITCHED_OFF = "shortcuts-off";
/** Elements in which letters are typed. */
const TYPED_IN =
  "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button])";

/** The key of a shortcut; empty for other keys and for those with modifiers, which are the browser's. */
export function shortcutKey({
  key,
  shiftKey,
  ctrlKey,
  metaKey,
  altKey,
  repeat,
  isComposing,
}: KeyboardEvent) {
  if (ctrlKey || metaKey || altKey || repeat || isComposing || key.length !== 1) return "";
  return shiftKey ? key : key.toLowerCase();
}

/** Listens to the keys of a page that has the list of shortcuts. */
export function wireShortcuts() {
  const dialog = byId<HTMLDialogElement>("shortcuts");
  const on = byId<HTMLInputElement>("shortcuts-on");
  on.checked = localStorage.getItem(SWITCHED_OFF) === null;
  on.addEventListener("change", () => {
    if (on.checked) localStorage.removeItem(SWITCHED_OFF);
    else localStorage.setItem(SWITCHED_OFF, "yes");
  });
  byId("show-shortcuts").addEventListener("click", () => showList(dialog));
  document.addEventListener("keydown", (event) => {
    const key = shortcutKey(event);
    const typing = (event.target as Element).closest(TYPED_IN);
    if (!key || !on.checked || typing || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]")) return;
    if (key === "?") showList(dialog);
    else if (!use(controls().get(key))) return;
    event.preventDefault();
  });
}

/** The visible controls by key; of two with the same key, the later one. */
function controls() {
  const all = [...document.querySelectorAll<HTMLElement>("[aria-keyshortcuts]")];
  const shown = all.filter((control) => control.checkVisibility());
  return new Map(shown.map((control) => [control.getAttribute("aria-keyshortcuts"), control]));
}

/** Returns whether there is a control. */
function use(control: HTMLElement | undefined): boolean {
  if (control?.matches("input")) control.focus();
  else control?.click();
  return control !== undefined;
}

function showList(dialog: HTMLDialogElement) {
  const rows = [...controls()].map(([key, control]) =>
    el(
      "div",
      { "data-testid": "shortcut" },
      el("dt", {}, el("kbd", { translate: "no", text: key })),
      el("dd", { text: nameOf(control) }),
    ),
  );
  const list = byId("shortcuts-list");
  for (const old of list.querySelectorAll("[data-testid=shortcut]")) old.remove();
  list.prepend(...rows);
  dialog.showModal();
}

function nameOf(control: HTMLElement) {
  const label = (control as HTMLInputElement).labels?.[0]?.textContent;
  return (control.ariaLabel ?? label ?? control.textContent ?? "").trim();
}
