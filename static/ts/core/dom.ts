/** Small helpers over the document, so that views say what they show and nothing else. */

/**
 * Makes an element. Keys of `props` are attributes; `on…` functions are listeners, `text` is the
 * text, `dataset` is a record; false, null and undefined leave an attribute out.
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

/** An icon of the page's sprite, by a name of static/img/icons.txt. */
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

/** The element with that id; a template that lost it fails loudly. */
export function byId<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const node = document.getElementById(id);
  if (!node) throw new Error(`The page has no element #${id}.`);
  return node as Kind;
}

/**
 * A length for a library that counts in pixels: as large as the root's letters make it.
 * `px` is as drawn for letters of 16 pixels.
 */
export function scaled(px: number) {
  return (px * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)) / 16;
}

/** Lets the browser answer before what follows. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Runs once `wait` milliseconds have passed without another call. */
export function debounce<Args extends unknown[]>(action: (...args: Args) => void, wait: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (...args: Args) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), wait);
  };
}

/**
 * For what must not starve while calls keep coming: runs at once, then at most once per `interval`
 * milliseconds, and always once more after the last call.
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
 * For what every screen that hears of a change would do at the same moment: runs once, at some
 * moment of the next `within` milliseconds; what is called meanwhile is done with it.
 */
export function spread(action: () => void, within: number) {
  let waits = false;
  return () => {
    if (waits) return;
    waits = true;
    setTimeout(() => {
      waits = false;
      action();
    }, Math.random() * within);
  };
}

/**
 * Does one thing at a time for a section. Its buttons are not disabled, which would take the focus.
 */
export async function whileBusy(section: HTMLElement, action: () => Promise<void>) {
  if (section.hasAttribute("aria-busy")) return;
  section.setAttribute("aria-busy", "true");
  try {
    await action();
  } finally {
    section.removeAttribute("aria-busy");
  }
}
