/** Renders a list of elements by key: those that did not change stay, with their focus and open menus. */

export interface Item {
  key: string;
  /** What the element shows; another text renders it again. */
  content: string;
  make: () => HTMLElement;
}

/** What each element shows. */
const contents = new WeakMap<HTMLElement, string>();

/** `fallback`: focused if the element with the focus is gone. */
export function renderKeyed(list: HTMLElement, items: Item[], fallback: HTMLElement) {
  const before = new Map(elementsOf(list).map((node) => [node.dataset.key, node]));
  const hadFocus = list.contains(document.activeElement);
  const wanted = items.map((item) => {
    const known = before.get(item.key);
    return known && contents.get(known) === item.content ? known : made(item, known);
  });
  wanted.forEach((node, index) => {
    const there = list.children[index];
    if (there !== node) list.insertBefore(node, there ?? null);
  });
  while (list.children.length > wanted.length) list.lastElementChild?.remove();
  if (hadFocus && !list.contains(document.activeElement)) fallback.focus();
}

/** In place of the element before it: with its open menu, and the focus on the same control. */
function made({ key, content, make }: Item, before?: HTMLElement) {
  const node = make();
  node.dataset.key = key;
  contents.set(node, content);
  if (!before) return node;
  const menu = node.querySelector("details");
  if (menu && before.querySelector("details[open]")) menu.open = true;
  const focused = before.contains(document.activeElement) ? focusName(document.activeElement) : "";
  before.replaceWith(node);
  if (focused) node.querySelector<HTMLElement>(`[data-control="${focused}"]`)?.focus();
  return node;
}

function focusName(element: Element | null) {
  return (element as HTMLElement | null)?.dataset.control ?? "";
}

function elementsOf(list: HTMLElement) {
  return [...list.children] as HTMLElement[];
}
