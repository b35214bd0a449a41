/** Another time for the appointment, typed as the hospital's wall clock. */
import { el, icon } from "../dom.js";
import { messages } from "../messages.js";
import { busy } from "./move-form.js";
import { refusal } from "./refusals.js";

/** @param {import("./move-form.js").Work} work @returns {HTMLElement[]} */
export function rescheduleSection(work) {
  const words = messages.details;
  const input = /** @type {HTMLInputElement} */ (
    el("input", {
      class: "form-control",
      id: "new-start",
      type: "datetime-local",
      required: true,
      step: 60,
      value: work.clock.toInput(work.event().start),
      "aria-describedby": "new-start-zone",
    })
  );
  const form = el(
    "form",
    {
      class: "details-form",
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        move(work, section, { start: work.clock.fromInput(input.value) });
      },
    },
    el("label", { class: "form-label", for: "new-start", text: words.newStart }),
    input,
    el("p", { class: "faint", id: "new-start-zone", text: words.hospitalTime(work.clock.zone) }),
    el("button", { type: "submit", class: "btn btn-primary", text: words.moveIt }),
  );
  const section = /** @type {HTMLDetailsElement} */ (
    el(
      "details",
      { class: "details-reschedule", "data-testid": "reschedule" },
      el("summary", {}, icon("clock-history"), words.move),
      form,
    )
  );
  return [section];
}

/**
 * @param {import("./move-form.js").Work} work
 * @param {HTMLDetailsElement} section
 * @param {{start: string, end?: string}} times
 */
async function move(work, section, times) {
  busy(section, true);
  try {
    const event = await work.visits.reschedule(work.event(), times);
    work.say(messages.movedTo(work.clock.span(event.start, event.end)));
    section.open = false;
  } catch (error) {
    const { text, actions } = refusal(error, work.clock, (offer) => move(work, section, offer));
    work.say(messages.notMoved(text), "error", actions);
  } finally {
    busy(section, false);
    await work.refresh();
  }
}
