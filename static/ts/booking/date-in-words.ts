/** The chosen date with its weekday, beside a field that shows numbers alone. */
import { byId } from "../core/dom.ts";
import type { Clock } from "../core/clock.ts";
import type { DoctorDateFields } from "./doctor-date-fields.ts";

export function sayDateInWords(fields: DoctorDateFields, clock: Clock) {
  const field = byId<HTMLInputElement>("id_date");
  const say = () => {
    const text = field.value ? clock.day(clock.dayBounds(field.value).start) : "";
    byId("date-in-words").textContent = text;
    field.title = field.value ? clock.longDay(clock.dayBounds(field.value).start) : "";
  };
  fields.on("change", say);
  say();
}
