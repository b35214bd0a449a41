/** Which of the page's rooms (folders of static/ts) may import which; `npm run lint` refuses the rest. */

/** From the top down: a room imports its own files and those of layers below, never above or beside. */
const layers = [
  ["pages"],
  ["calendar", "booking", "patient", "realtime-inspector"],
  ["appointment", "shell"],
  ["realtime"],
  ["core"],
];

/** These parts of the calendar know its own files, not each other. */
const calendarParts = ["fullcalendar", "doctor-columns", "panel"];

const rooms = layers.flat();

/** @param {string[]} names folders of static/ts */
const inside = (names) => `^static/ts/(${names.join("|")})/`;

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "no-circles",
      comment: "Files that import each other, over others or at once, can only be read together.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    ...layers.flatMap((layer, depth) =>
      layer.map((room) => ({
        name: `${room}-imports-downwards`,
        comment: `Move what both need to a layer below ${room}/, or hand it over as an argument.`,
        severity: "error",
        from: { path: inside([room]) },
        to: { path: inside(layers.slice(0, depth + 1).flat()), pathNot: inside([room]) },
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
      name: "every-script-has-a-room",
      comment: "A new folder of static/ts gets its place in `layers`.",
      severity: "error",
      from: { path: "^static/ts/", pathNot: inside(rooms) },
      to: {},
    },
    {
      name: "rooms-and-packages-only",
      comment: "A page's script is made of the rooms and of packages that package.json lists.",
      severity: "error",
      from: {},
      to: { pathNot: [inside(rooms), "^node_modules/"] },
    },
  ],
  options: {
    doNotFollow: { path: "^node_modules/" },
    // TypeScript 7 has no API; swc reads the imports, those of types as well.
    parser: "swc",
  },
};
