/** Small helpers over the document, so that views say what they show and nothing else. */

/**
 * Makes an element. Keys of `props` are attributes; `on…` functions are listeners, `text` is
 * the text, `dataset` is a record; false, null and undefined leave an attribute out.
 * @param {string} tag
 * @param {Record<string, any>} [props]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === false || value === null || value === undefined) continue;
    if (key === "text") node.textContent = value;
    else if (key === "dataset") Object.assign(node.dataset, value);
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(.../** @type {(Node | string)[]} */ (children.filter(Boolean)));
  return node;
}

/**
 * An icon of the page's sprite.
 * @param {string} name one of static/img/icons.txt
 */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", iconAddress(name));
  svg.append(use);
  return svg;
}

/** @param {string} name */
export function iconAddress(name) {
  return `${document.documentElement.dataset.icons}#${name}`;
}

/**
 * The element with that id; a template that lost it fails loudly.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`The page has no element #${id}.`);
  return node;
}

/**
 * A length for a library that counts in pixels: as large as the root's letters make it.
 * @param {number} px as drawn for letters of 16 pixels
 */
export function scaled(px) {
  return (px * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)) / 16;
}

/** Lets the browser answer before what follows. @returns {Promise<void>} */
export function pause() {
  return new Promise((resolve) => setTimeout(resolve));
}

/**
 * @param {Function} action
 * @param {number} wait milliseconds of quiet before it runs
 */
export function debounce(action, wait) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return (/** @type {any[]} */ ...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), wait);
  };
}

/**
 * For what must not starve while calls keep coming: runs at once, then at most once per interval,
 * and always once more after the last call.
 * @param {Function} action
 * @param {number} interval milliseconds
 */
export function throttle(action, interval) {
  /** @type {any[] | null} */
  let waiting = null;
  let resting = false;
  const run = (/** @type {any[]} */ args) => {
    waiting = null;
    resting = true;
    setTimeout(() => {
      resting = false;
      if (waiting) run(waiting);
    }, interval);
    action(...args);
  };
  return (/** @type {any[]} */ ...args) => {
    if (resting) waiting = args;
    else run(args);
  };
}

/**
 * For what every screen that hears of a change would do at the same moment: runs once, at some
 * moment of the next `within` milliseconds; what is called meanwhile is done with it.
 * @param {() => void} action
 * @param {number} within milliseconds
 */
export function spread(action, within) {
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
 * @param {HTMLElement} section
 * @param {() => Promise<void>} action
 */
export async function whileBusy(section, action) {
  if (section.hasAttribute("aria-busy")) return;
  section.setAttribute("aria-busy", "true");
  try {
    await action();
  } finally {
    section.removeAttribute("aria-busy");
  }
}
