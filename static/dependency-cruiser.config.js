/** Which folders of static/ts may import which; `npm run lint` refuses other imports. */

/** From the top down. A folder imports its own files and those of lower layers, not of its own layer. */
const layers = [
  ["pages"],
  ["calendar", "booking", "opd", "patient", "board", "realtime-inspector", "room"],
  ["queue"],
  ["appointment", "shell"],
  ["realtime"],
  ["core"],
];

/** These folders of calendar/ import its files, but not each other. */
const calendarParts = ["fullcalendar", "doctor-columns", "panel"];

const folders = layers.flat();

/** What static/build.ts bundles. */
const entries = "^static/ts/(pages/.+|shell/app)\\.ts$";

/** @param {string[]} names folders of static/ts */
const inside = (names) => `^static/ts/(${names.join("|")})/`;

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "no-circles",
      comment:
        "Files that import each other, directly or through others, can only be read together.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    ...layers.flatMap((layer, depth) =>
      layer.map((folder) => ({
        name: `${folder}-imports-downwards`,
        comment: `Move what both need to a layer below ${folder}/, or pass it as an argument.`,
        severity: "error",
        from: { path: inside([folder]) },
        to: { path: inside(layers.slice(0, depth + 1).flat()), pathNot: inside([folder]) },
      })),
    ),
    ...calendarParts.map((part) => ({
      name: `calendar-${part}-stands-alone`,
      comment: "Move what both need into calendar/.",
      severity: "error",
      from: { path: inside([`calendar/${part}`]) },
      to: {
        path: inside(calendarParts.map((each) => `calendar/${each}`)),
        pathNot: inside([`calendar/${part}`]),
      },
    })),
    {
      name: "every-script-has-a-layer",
      comment: "A new folder of static/ts gets its place in `layers`.",
      severity: "error",
      from: { path: "^static/ts/", pathNot: inside(folders) },
      to: {},
    },
    {
      name: "every-script-reaches-a-page",
      comment: "Import it in a page's entry, or in what the entry imports.",
      severity: "error",
      from: { path: entries },
      to: { path: "^static/ts/", pathNot: entries, reachable: false },
    },
    {
      name: "layers-and-packages-only",
      comment: "Scripts import files of these folders and packages of package.json.",
      severity: "error",
      from: {},
      to: { pathNot: [inside(folders), "^node_modules/"] },
    },
  ],
  options: {
    doNotFollow: { path: "^node_modules/" },
    // TypeScript 7 has no API; swc parses the imports, also those of types.
    parser: "swc",
  },
};
