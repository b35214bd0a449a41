/** The chosen date with its weekday, beside the date field. */
import { byId } from "../core/dom.ts";
import type { Clock } from "../core/clock.ts";
import type { DoctorDateFields } from "./doctor-date-fields.ts";

export function showDateInWords(fields: DoctorDateFields, clock: Clock) {
  const field = byId<HTMLInputElement>("id_date");
  const update = () => {
    const start = field.value && clock.dayBounds(field.value).start;
    byId("date-in-words").textContent = start && clock.day(start);
    field.title = start && clock.longDay(start);
  };
  fields.onChange.add(update);
  update();
}
