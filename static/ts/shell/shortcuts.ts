/**
 * Single keys for what a page's controls do: whichever control names a key in `aria-keyshortcuts`
 * is pressed, or focused where it is a field. `?` lists those of the page.
 */
import { byId, el } from "../core/dom.ts";

const SWITCHED_OFF = "shortcuts-off";
/** In these a letter is a letter. */
const TYPED_IN =
  "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button])";

/**
 * The key that was meant, or empty where none was: letters are typed, modifiers belong to the
 * browser.
 */
export function keyMeant({
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

/** Listens to the keys of the page that carries the list. */
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
    const key = keyMeant(event);
    const typing = (event.target as Element).closest(TYPED_IN);
    if (!key || !on.checked || typing || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]")) return;
    if (key === "?") showList(dialog);
    else if (!use(controls().get(key))) return;
    event.preventDefault();
  });
}

/** The controls that can be used now, by key; of two for one key the later is nearer to the work. */
function controls() {
  const all = [...document.querySelectorAll<HTMLElement>("[aria-keyshortcuts]")];
  const shown = all.filter((control) => control.checkVisibility());
  return new Map(shown.map((control) => [control.getAttribute("aria-keyshortcuts"), control]));
}

/** Whether there is one. */
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
