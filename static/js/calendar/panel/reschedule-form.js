/** Another time or doctor for the appointment, typed: what a drag does, without dragging. */
import { el, whileBusy } from "../../core/dom.js";
import { messages } from "../../core/messages.js";
import { reschedule } from "./changes.js";
import { askWhy, fold, folded, placeForWhy, whyOf } from "./disclosure.js";

/** @typedef {import("./changes.js").Work} Work */

/** @param {Work} work @returns {HTMLElement[]} */
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
  const why = placeForWhy();
  const form = el(
    "form",
    {
      class: "details-form",
      oninput: () => {
        work.draft.place = true;
      },
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        const chosen = Number(doctor.value);
        move(work, section, why, {
          start: work.clock.fromInput(input.value),
          doctor: chosen === doctorOf(work) ? undefined : chosen,
          reason: whyOf(why),
        });
      },
    },
    el("label", { class: "form-label", for: "new-start", text: words.newStart }),
    input,
    el("p", { class: "faint", id: "new-start-zone", text: words.hospitalTime(work.clock.zone) }),
    el("label", { class: "form-label", for: "new-doctor", text: words.doctor }),
    doctor,
    why,
    el("button", { type: "submit", class: "btn btn-primary", text: words.moveIt }),
  );
  const section = folded("reschedule", "clock-history", words.move, form);
  return [section];
}

/** @param {Work} work */
function doctorSelect(work) {
  const chosen = doctorOf(work);
  const options = work.doctors.map(({ id, name }) =>
    el("option", { value: id, text: name, selected: id === chosen }),
  );
  return /** @type {HTMLSelectElement} */ (
    el("select", { class: "form-select", id: "new-doctor" }, ...options)
  );
}

/** @param {Work} work */
function doctorOf(work) {
  return work.event().extendedProps.appointment.doctor?.id;
}

/**
 * @param {Work} work
 * @param {HTMLDetailsElement} section
 * @param {HTMLElement} why where it asks for a reason
 * @param {import("../../appointment/api.js").Changes} wanted
 */
function move(work, section, why, wanted) {
  return whileBusy(section, () =>
    reschedule(work, wanted, {
      settled: () => {
        work.draft.place = false;
        fold(section);
      },
      askWhy: () => askWhy(why, "new-reason"),
      take: (offer) => move(work, section, why, { ...wanted, ...offer }),
    }),
  );
}
