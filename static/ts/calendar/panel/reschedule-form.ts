/** Types another time or doctor for the appointment: what a drag does, by keyboard. */
import { el, whileBusy } from "../../core/dom.ts";
import { messages } from "../../core/messages.ts";
import { reschedule, type Work } from "./changes.ts";
import { askReason, close, disclosure, reasonIn, reasonPlace } from "./disclosure.ts";
import type { Changes } from "../../appointment/api.ts";

export function rescheduleSection(work: Work): HTMLElement[] {
  const texts = messages.details;
  const input = el("input", {
    class: "form-control",
    id: "new-start",
    type: "datetime-local",
    required: true,
    step: 60,
    value: work.clock.toInput(work.event().start),
    "aria-describedby": "new-start-zone",
  });
  const doctor = doctorSelect(work);
  const reason = reasonPlace();
  const form = el(
    "form",
    {
      class: "details-form",
      oninput: () => {
        work.draft.reschedule = true;
      },
      onsubmit: (event: Event) => {
        event.preventDefault();
        const chosen = Number(doctor.value);
        send(work, section, reason, {
          start: work.clock.fromInput(input.value),
          doctor: chosen === doctorOf(work) ? undefined : chosen,
          reason: reasonIn(reason),
        });
      },
    },
    el("label", { class: "form-label", for: "new-start", text: texts.newStart }),
    input,
    el("p", {
      class: "text-muted",
      id: "new-start-zone",
      text: texts.hospitalTime(work.clock.zone),
    }),
    el("label", { class: "form-label", for: "new-doctor", text: texts.doctor }),
    doctor,
    reason,
    el("button", { type: "submit", class: "btn btn-primary", text: texts.moveIt }),
  );
  const section = disclosure("reschedule", "clock-history", texts.move, form);
  return [section];
}

function doctorSelect(work: Work) {
  const chosen = doctorOf(work);
  const options = work.doctors.map(({ id, name }) =>
    el("option", { value: id, text: name, selected: id === chosen }),
  );
  return el("select", { class: "form-select", id: "new-doctor" }, ...options);
}

function doctorOf(work: Work) {
  return work.event().extendedProps.appointment.doctor?.id;
}

/** `reason`: the place in which the form asks for a reason. */
function send(work: Work, section: HTMLDetailsElement, reason: HTMLElement, wanted: Changes) {
  return whileBusy(section, () =>
    reschedule(work, wanted, {
      settled: () => {
        work.draft.reschedule = false;
        close(section);
      },
      askReason: () => askReason(reason, "new-reason"),
      take: (offer) => send(work, section, reason, { ...wanted, ...offer }),
    }),
  );
}
