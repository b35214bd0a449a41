/** Free times as buttons, and the appointments that are in the way. */
import { byId, el } from "../core/dom.ts";
import { nameText } from "../core/patient.ts";
import type { Clock } from "../core/clock.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { Times } from "./slots.ts";

/** `date`: the shown day, YYYY-MM-DD; times of other days are shown with their day. */
export function showOffers(
  times: Times[],
  clock: Clock,
  date: string,
  choose: (times: Times) => void,
) {
  const label = ({ start }: Times) =>
    clock.date(start) === date ? clock.time(start) : `${clock.day(start)}, ${clock.time(start)}`;
  byId("next-free").hidden = times.length === 0;
  byId("next-free-list").replaceChildren(
    ...times.map((each) =>
      el("button", {
        type: "button",
        class: "btn btn-quiet tabular",
        "data-testid": "offer",
        text: label(each),
        onclick: () => choose(each),
      }),
    ),
  );
}

export function showConflicts(events: CalendarEvent[], clock: Clock) {
  byId("conflicts").replaceChildren(
    ...events.map(({ start, end, extendedProps: { patient, appointment } }) =>
      el("li", {
        text: [clock.span(start, end), nameText(patient), appointment.doctor?.name]
          .filter(Boolean)
          .join(" · "),
      }),
    ),
  );
}
