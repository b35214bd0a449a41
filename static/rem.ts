/**
 * Lengths in our style sheets are written in the pixels of a desk's window and built in rem, so that a page
 * grows as a whole with its root (css/tokens.css): by a reader's own font size, and on a wall of 4K.
 */
import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

const ROOT_PX = 16;
/** Hairlines, rings and their offsets stay what they are. */
const SMALLEST = 4;
const LENGTH = /(?<![\w.#-])(-?\d*\.?\d+)px\b/g;
/** A window's width is measured in pixels, however large its letters are. */
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

/** esbuild's plugin, for our own style sheets and FullCalendar's; Bootstrap's are in rem already. */
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
