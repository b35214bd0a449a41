/** The chosen date with its weekday, beside a field that shows numbers alone. */
import { byId } from "../core/dom.ts";
import type { Clock } from "../core/clock.ts";
import type { WhoAndWhen } from "./doctor-date-fields.ts";

export function sayDateInWords(who: WhoAndWhen, clock: Clock) {
  const field = byId<HTMLInputElement>("id_date");
  const say = () => {
    const words = field.value ? clock.day(clock.dayBounds(field.value).start) : "";
    byId("date-in-words").textContent = words;
    field.title = field.value ? clock.longDay(clock.dayBounds(field.value).start) : "";
  };
  who.on("change", say);
  say();
}
