/** Helpers for elements and for timing. */

/**
 * Creates an element. Keys of `props` are attributes, but for `on…` (listeners), `text` and
 * `dataset`; false, null and undefined omit an attribute.
 */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Record<string, unknown> = {},
  ...children: (Node | string | null | undefined | false)[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === false || value === null || value === undefined) continue;
    if (key === "text") node.textContent = value as string;
    else if (key === "dataset") Object.assign(node.dataset, value);
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value as EventListener);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...(children.filter(Boolean) as (Node | string)[]));
  return node;
}

/** An icon of the page's sprite. `name`: listed in static/img/icons.txt. */
export function icon(name: string) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", iconAddress(name));
  svg.append(use);
  return svg;
}

export function iconAddress(name: string) {
  return `${document.documentElement.dataset.icons}#${name}`;
}

/** The element with this id. Throws an Error if the page has none. */
export function byId<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const node = document.getElementById(id);
  if (!node) throw new Error(`The page has no element #${id}.`);
  return node as Kind;
}

/** Scales a length with the root's font size, for a library that takes pixels. `px`: at 16 pixels. */
export function scaled(px: number) {
  return (px * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)) / 16;
}

/** Lets the browser handle events before the next step. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Runs `wait` milliseconds after the last call. */
export function debounce<Args extends unknown[]>(action: (...args: Args) => void, wait: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (...args: Args) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), wait);
  };
}

/**
 * Runs at once, then at most once per `interval` milliseconds, and once more after the last call.
 * It runs regularly during a steady stream of calls, as a debounced function would not.
 */
export function throttle<Args extends unknown[]>(
  action: (...args: Args) => void,
  interval: number,
) {
  let waiting: Args | null = null;
  let resting = false;
  const run = (args: Args) => {
    waiting = null;
    resting = true;
    setTimeout(() => {
      resting = false;
      if (waiting) run(waiting);
    }, interval);
    action(...args);
  };
  return (...args: Args) => {
    if (resting) waiting = args;
    else run(args);
  };
}

/**
 * Runs once at a random moment of the next `within` milliseconds; calls in between are coalesced.
 * Used where all screens would call the server at the same moment.
 */
export function spread(action: () => void, within: number) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      action();
    }, Math.random() * within);
  };
}

/** Ignores calls while an action of the section runs. Its buttons keep the focus, as they are not disabled. */
export async function whileBusy(section: HTMLElement, action: () => Promise<void>) {
  if (section.hasAttribute("aria-busy")) return;
  section.setAttribute("aria-busy", "true");
  try {
    await action();
  } finally {
    section.removeAttribute("aria-busy");
  }
}
