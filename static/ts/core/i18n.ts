/**
 * Translations. A page in another language than English loads Django's JavaScript catalogue before
 * its scripts (`javascript-catalog` in hospital/urls.py). `make messages` finds the strings that are
 * passed to these functions as literals.
 */

interface Catalogue {
  gettext: typeof gettext;
  ngettext: typeof ngettext;
}

const catalogue = (globalThis as { django?: Catalogue }).django;

export const gettext: (text: string) => string = catalogue?.gettext ?? ((text) => text);

export const ngettext: (one: string, many: string, count: number) => string =
  catalogue?.ngettext ?? ((one, many, count) => (count === 1 ? one : many));

/**
 * Isolates a phone number or the like on right-to-left pages, which would show its groups in the
 * wrong order.
 */
export function leftToRight(text: string) {
  return globalThis.document?.dir === "rtl" ? `\u2066${text}\u2069` : text;
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * Isolates a name that is written in another direction than the page, which would reorder the text
 * beside it.
 */
export function isolated(name: string) {
  const isRtlPage = globalThis.document?.dir === "rtl";
  return RIGHT_TO_LEFT.test(name) === isRtlPage ? name : `\u2068${name}\u2069`;
}

/** Replaces `%(name)s` by the values. */
export function interpolate(text: string, values: Record<string, string | number>) {
  return text.replace(/%\((\w+)\)s/g, (whole, name) => String(values[name] ?? whole));
}
