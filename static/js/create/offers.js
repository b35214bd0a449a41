/** The next free times as buttons; one click takes one. */
import { byId, el } from "../dom.js";

/**
 * @param {import("./slots.js").Times[]} times none hides them
 * @param {import("../time.js").Clock} clock
 * @param {(times: import("./slots.js").Times) => void} take
 */
export function offer(times, clock, take) {
  byId("next-free").hidden = times.length === 0;
  byId("next-free-list").replaceChildren(
    ...times.map((each) =>
      el("button", {
        type: "button",
        class: "btn btn-quiet tabular",
        "data-testid": "offer",
        text: clock.span(each.start, each.end),
        onclick: () => take(each),
      }),
    ),
  );
}

/**
 * What stands in the way, under the sentence beside the time.
 * @param {import("../types.js").CalendarEvent[]} events
 * @param {import("../time.js").Clock} clock
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
