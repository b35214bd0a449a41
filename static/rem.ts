/**
 * Converts pixels in the style sheets to rem, so that the whole page scales with its root font size
 * (css/tokens.css): with the reader's setting, and on large screens.
 */
import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

const ROOT_PX = 16;
/** Hairlines, focus rings and their offsets stay in pixels. */
const SMALLEST = 4;
const LENGTH = /(?<![\w.#-])(-?\d*\.?\d+)px\b/g;
/** Media queries stay in pixels: the width of a window does not depend on the font size. */
const WINDOW = /@media[^{]*/g;

export function inRem(css: string): string {
  const queries = css.match(WINDOW) ?? [];
  const between = css.split(WINDOW).map((part) =>
    part.replace(LENGTH, (length, px: string) => {
      return Math.abs(Number(px)) < SMALLEST ? length : `${Number(px) / ROOT_PX}rem`;
    }),
  );
  return between.flatMap((part, at) => [part, queries[at] ?? ""]).join("");
}

/** The esbuild plugin for our style sheets and FullCalendar's; Bootstrap's use rem already. */
export const rem: Plugin = {
  name: "rem",
  setup(build) {
    build.onLoad(
      { filter: /[\\/](static[\\/]css|fullcalendar)[\\/].*\.css$/ },
      async ({ path }) => ({
        contents: inRem(await readFile(path, "utf8")),
        loader: "css",
      }),
    );
  },
};
