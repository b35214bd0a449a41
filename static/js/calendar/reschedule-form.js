/** Another time or doctor for the appointment, typed: what a drag does, without dragging. */
import { el, icon } from "../dom.js";
import { messages } from "../messages.js";
import { MAX_REASON } from "./cancel-form.js";
import { reschedule } from "./changes.js";
import { whileBusy } from "./section.js";

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
  const reason = el("div", { class: "details-why" });
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
      {
        class: "details-reschedule",
        "data-testid": "reschedule",
        onletbe: () => fold(section),
      },
      el("summary", {}, icon("clock-history"), words.move),
      form,
    )
  );
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
 * @param {{start: string, end?: string, doctor?: number, reason?: string}} wanted
 */
function move(work, section, wanted) {
  return whileBusy(section, () =>
    reschedule(work, wanted, {
      settled: () => {
        work.draft.place = false;
        fold(section);
      },
      askWhy: () => askWhy(section),
      take: (offer) => move(work, section, { ...wanted, ...offer }),
    }),
  );
}

/** Closes the form; the focus that was in it goes back to what opened it. */
/** @param {HTMLDetailsElement} section */
function fold(section) {
  if (section.contains(document.activeElement)) section.querySelector("summary")?.focus();
  section.open = false;
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
