/** Another time or doctor for the appointment, typed: what a drag does, without dragging. */
import { el, whileBusy } from "../../core/dom.ts";
import { messages } from "../../core/messages.ts";
import { reschedule, type Work } from "./changes.ts";
import { askWhy, fold, folded, placeForWhy, whyOf } from "./disclosure.ts";
import type { Changes } from "../../appointment/api.ts";

export function rescheduleSection(work: Work): HTMLElement[] {
  const words = messages.details;
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
  const why = placeForWhy();
  const form = el(
    "form",
    {
      class: "details-form",
      oninput: () => {
        work.draft.place = true;
      },
      onsubmit: (event: Event) => {
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
    el("p", {
      class: "text-muted",
      id: "new-start-zone",
      text: words.hospitalTime(work.clock.zone),
    }),
    el("label", { class: "form-label", for: "new-doctor", text: words.doctor }),
    doctor,
    why,
    el("button", { type: "submit", class: "btn btn-primary", text: words.moveIt }),
  );
  const section = folded("reschedule", "clock-history", words.move, form);
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

/** `why`: where it asks for a reason. */
function move(work: Work, section: HTMLDetailsElement, why: HTMLElement, wanted: Changes) {
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
