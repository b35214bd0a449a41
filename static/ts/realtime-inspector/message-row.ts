/** A message as a row of the table. */
import { el, icon } from "../core/dom.ts";
import { messages } from "./messages.ts";
import type { Clock } from "../core/clock.ts";
import type { Entry } from "./message-log.ts";
import type { StreamData } from "../core/types.ts";

export function messageRow(entry: Entry, clock: Clock, onCopy: () => void) {
  const { arrivedAt, channel, event, seq, data, own, caughtUp, roundTrip, toScreen } = entry;
  return el(
    "tr",
    {
      "data-testid": "message",
      dataset: { own: String(own), seq: String(seq), caughtUp: String(caughtUp) },
    },
    el("td", { text: clock.timeWithSeconds(arrivedAt) }),
    el("td", { translate: "no", text: channel }),
    el("td", { translate: "no", text: event }),
    el("td", { class: "number", text: String(seq) }),
    el("td", { class: "number", text: msText(roundTrip) }),
    caughtUp
      ? el("td", {}, el("span", { class: "test-mark", text: messages.caughtUp }))
      : el("td", { class: "number", text: msText(toScreen) }),
    el(
      "td",
      { class: "wide" },
      el(
        "details",
        {},
        el("summary", { text: contentOf(data) }),
        el("pre", { translate: "no", text: JSON.stringify(data, null, 2) }),
      ),
    ),
    el(
      "td",
      { class: "test-acts" },
      el(
        "button",
        {
          type: "button",
          class: "btn-plain",
          "aria-label": messages.copyOne(seq),
          onclick: onCopy,
        },
        icon("clipboard"),
      ),
    ),
  );
}

export function msText(milliseconds: number | null) {
  return milliseconds === null ? messages.unknown : String(Math.round(milliseconds));
}

function contentOf(data: StreamData) {
  if (data?.message !== undefined) return messages.from(data.message, data.by?.name ?? "");
  if (data?.appointment) return messages.appointment(data.action ?? "", data.appointment.id);
  return messages.changed;
}
