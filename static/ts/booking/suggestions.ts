/** The next free times as buttons; one click takes one. */
import { byId, el } from "../core/dom.ts";
import type { Clock } from "../core/clock.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { Times } from "./slots.ts";

/** No times hide the list. `date` is the day on the page, YYYY-MM-DD: other days are named. */
export function offer(times: Times[], clock: Clock, date: string, take: (times: Times) => void) {
  const shortly = ({ start }: Times) =>
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

/** What stands in the way, under the sentence beside the time. */
export function listConflicts(events: CalendarEvent[], clock: Clock) {
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
