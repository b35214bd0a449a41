/** The next free times as buttons; one click takes one. */
import { byId, el } from "../core/dom.js";

/**
 * @param {import("./slots.js").Times[]} times none hides them
 * @param {import("../core/clock.js").Clock} clock
 * @param {string} date YYYY-MM-DD of the day on the page; times of other days name their day
 * @param {(times: import("./slots.js").Times) => void} take
 */
export function offer(times, clock, date, take) {
  const shortly = (/** @type {import("./slots.js").Times} */ { start }) =>
    clock.date(start) === date ? clock.time(start) : `${clock.day(start)}, ${clock.time(start)}`;
  byId("next-free").hidden = times.length === 0;
  byId("next-free-list").replaceChildren(
    ...times.map((each) =>
      el("button", {
        type: "button",
        class: "btn btn-quiet tabular",
        "data-testid": "offer",
        text: shortly(each),
        onclick: () => take(each),
      }),
    ),
  );
}

/**
 * What stands in the way, under the sentence beside the time.
 * @param {import("../core/types.js").CalendarEvent[]} events
 * @param {import("../core/clock.js").Clock} clock
 */
export function listConflicts(events, clock) {
  byId("conflicts").replaceChildren(
    ...events.map(({ start, end, extendedProps: { patient, appointment } }) =>
      el("li", {
        text: [clock.span(start, end), patient.name, appointment.doctor?.name]
          .filter(Boolean)
          .join(" · "),
      }),
    ),
  );
}
