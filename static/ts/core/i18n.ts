/**
 * Django's JavaScript catalogue, which a page in another language than English loads before its
 * scripts (`javascript-catalog` in hospital/urls.py); without one the English sentences stand.
 * `make messages` finds what is handed to these functions as a plain string.
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
 * A phone number or the like, which a page from right to left would show with its groups in the
 * wrong order: inside Unicode's isolates there.
 */
export function leftToRight(text: string) {
  return globalThis.document?.dir === "rtl" ? `\u2066${text}\u2069` : text;
}

/** Puts values in the place of `%(name)s`. */
export function interpolate(text: string, values: Record<string, string | number>) {
  return text.replace(/%\((\w+)\)s/g, (whole, name) => String(values[name] ?? whole));
}
