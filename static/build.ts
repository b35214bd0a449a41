/** Bundles static/ts and static/css into static/dist, which Django serves as its static root. */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import { compile } from "sass";
import { rem } from "./rem.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = `${here}dist`;
const packages = fileURLToPath(new URL("../node_modules", import.meta.url));
const iconFolder = `${packages}/bootstrap-icons/icons`;

/** With this rule a browser recalculates the styles of all siblings and their descendants whenever an element is added or removed. */
const AFTER_LEGEND = "legend + *";

/** Bootstrap's Sass; its deprecation warnings are not ours to mend. */
const sass: Plugin = {
  name: "sass",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.scss$/ }, ({ path }) => {
      const { css } = compile(path, {
        loadPaths: [packages],
        quietDeps: true,
        silenceDeprecations: ["import", "global-builtin"],
      });
      if (!css.includes(AFTER_LEGEND))
        throw new Error(`Bootstrap has no ${AFTER_LEGEND} any more.`);
      return {
        contents: css.replace(AFTER_LEGEND, "legend + :is(label, button, .filter-kinds)"),
        loader: "css",
      };
    }),
};

/** Each bundle's name in templates, and its entry script. */
const scripts = {
  admin: "pages/admin",
  app: "shell/app",
  board: "pages/board",
  calendar: "pages/calendar",
  create: "pages/booking",
  "day-sheet": "pages/day-sheet",
  opd: "pages/opd",
  patient: "pages/patient",
  passkey: "pages/passkey",
  patients: "pages/patients",
  "realtime-test": "pages/realtime-inspector",
  room: "pages/room",
  slip: "pages/slip",
  ticket: "pages/ticket",
};
const styles = [
  "app",
  "audit",
  "board",
  "calendar",
  "create",
  "day-sheet",
  "opd",
  "own-account",
  "patient",
  "realtime-test",
  "room",
  "slip",
  "staff",
  "ticket",
  "time-off",
];
const entries = [
  ...Object.entries(scripts).map(([out, name]) => ({ in: `${here}ts/${name}.ts`, out })),
  ...styles.map((out) => ({ in: `${here}css/${out}.css`, out })),
];

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
writeFileSync(`${dist}/icons.svg`, sprite(iconNames()));

await build({
  entryPoints: entries,
  outdir: dist,
  entryNames: "[name]",
  chunkNames: "chunks/[name]-[hash]",
  assetNames: "assets/[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  sourcemap: true,
  legalComments: "linked",
  loader: { ".woff2": "file", ".svg": "dataurl" },
  plugins: [rem, sass],
  logLevel: "warning",
});

/** An SVG sprite with a symbol for each icon in use, named as in Bootstrap Icons. */
function sprite(names: string[]) {
  const symbols = names.map((name) => {
    const svg = readFileSync(`${iconFolder}/${name}.svg`, "utf8");
    const body = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace("</svg>", "");
    return `<symbol id="${name}" viewBox="0 0 16 16">${body.replace(/\s*\n\s*/g, "")}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`;
}

/** The names in static/img/icons.txt, one per line. */
function iconNames() {
  const known = new Set(readdirSync(iconFolder).map((file) => file.replace(".svg", "")));
  const names = readFileSync(`${here}img/icons.txt`, "utf8").split("\n").filter(Boolean);
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length) throw new Error(`static/img/icons.txt names no icon: ${unknown.join(", ")}`);
  return names;
}
