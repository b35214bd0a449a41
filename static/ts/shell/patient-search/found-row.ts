/** A found patient in a list: name and facts with the matching parts marked, and the next visit of today. */
import { el } from "../../core/dom.ts";
import { factNodes, type FactsOf } from "./facts.ts";
import { markedName } from "./marks.ts";
import { messages } from "./messages.ts";
import type { Clock } from "../../core/clock.ts";
import type { CalendarEvent, FoundPatient } from "../../core/types.ts";

export type RowOf = (patient: FoundPatient) => HTMLElement[];

export function foundRow(factsOf: FactsOf, clock: Pick<Clock, "time">): RowOf {
  return (patient) => {
    const { marks, today } = patient;
    const row = [
      el("strong", {}, markedName(patient, marks)),
      el("span", { class: "text-muted tabular" }, ...factNodes(factsOf(patient, marks))),
    ];
    if (today) row.push(el("span", { class: "patient-today", text: visitToday(today, clock) }));
    return row;
  };
}

/** "Today 10:30, Dr. Rao"; the department where the patient waits for any doctor. */
export function visitToday(event: CalendarEvent, clock: Pick<Clock, "time">) {
  const { doctor, department } = event.extendedProps.appointment;
  return messages.today(clock.time(event.start), (doctor ?? department)?.name ?? "");
}
