/**
 * Django's JavaScript catalogue, which a page in another language than English loads before its
 * scripts (`javascript-catalog` in hospital/urls.py); without one the English sentences stand.
 * `make messages` finds what is handed to these functions as a plain string.
 */

/** @type {any} */
const catalogue = /** @type {any} */ (globalThis).django;

/** @type {(text: string) => string} */
export const gettext = catalogue?.gettext ?? ((text) => text);

/** @type {(one: string, many: string, count: number) => string} */
export const ngettext = catalogue?.ngettext ?? ((one, many, count) => (count === 1 ? one : many));

/**
 * A phone number or the like, which a page from right to left would show with its groups in the
 * wrong order: inside Unicode's isolates there.
 * @param {string} text
 */
export function leftToRight(text) {
  return globalThis.document?.dir === "rtl" ? `\u2066${text}\u2069` : text;
}

/**
 * Puts values in the place of `%(name)s`.
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export function interpolate(text, values) {
  return text.replace(/%\((\w+)\)s/g, (whole, name) => String(values[name] ?? whole));
}
