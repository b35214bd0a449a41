/** Another time or doctor for the appointment, typed: what a drag does, without dragging. */
import { el, icon } from "../dom.js";
import { messages } from "../messages.js";
import { MAX_REASON } from "./cancel-form.js";
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
  const doctor = doctorSelect(work);
  const reason = el("div", { class: "details-why" });
  const form = el(
    "form",
    {
      class: "details-form",
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        const chosen = Number(doctor.value);
        move(work, section, {
          start: work.clock.fromInput(input.value),
          doctor: chosen === doctorOf(work) ? undefined : chosen,
          reason: reason.querySelector("input")?.value.trim() || undefined,
        });
      },
    },
    el("label", { class: "form-label", for: "new-start", text: words.newStart }),
    input,
    el("p", { class: "faint", id: "new-start-zone", text: words.hospitalTime(work.clock.zone) }),
    el("label", { class: "form-label", for: "new-doctor", text: words.doctor }),
    doctor,
    reason,
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

/** @param {import("./move-form.js").Work} work */
function doctorSelect(work) {
  const chosen = doctorOf(work);
  const options = work.doctors.map(({ id, name }) =>
    el("option", { value: id, text: name, selected: id === chosen }),
  );
  return /** @type {HTMLSelectElement} */ (
    el("select", { class: "form-select", id: "new-doctor" }, ...options)
  );
}

/** @param {import("./move-form.js").Work} work */
function doctorOf(work) {
  return work.event().extendedProps.appointment.doctor?.id;
}

/**
 * @param {import("./move-form.js").Work} work
 * @param {HTMLDetailsElement} section
 * @param {{start: string, end?: string, doctor?: number, reason?: string}} wanted
 */
async function move(work, section, wanted) {
  busy(section, true);
  try {
    const event = await work.visits.reschedule(work.event(), wanted);
    work.say(messages.movedTo(work.clock.span(event.start, event.end)));
    section.open = false;
  } catch (/** @type {any} */ error) {
    const { text, actions } = refusal(error, work.clock, (offer) =>
      move(work, section, { ...wanted, ...offer }),
    );
    work.say(messages.notMoved(text), "error", actions);
    if (error.body?.fields?.reason) askWhy(section);
  } finally {
    busy(section, false);
    await work.refresh();
  }
}

/** Who may book what is closed says why. @param {HTMLElement} section */
function askWhy(section) {
  const place = /** @type {HTMLElement} */ (section.querySelector(".details-why"));
  if (!place.childElementCount) {
    place.append(
      el("label", { class: "form-label", for: "new-reason", text: messages.details.reason }),
      el("input", {
        class: "form-control",
        id: "new-reason",
        required: true,
        maxlength: MAX_REASON,
      }),
    );
  }
  place.querySelector("input")?.focus();
}
