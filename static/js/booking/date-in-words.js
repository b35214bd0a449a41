/** The chosen date with its weekday, beside a field that shows numbers alone. */
import { byId } from "../core/dom.js";

/**
 * @param {import("./doctor-date-fields.js").WhoAndWhen} who
 * @param {import("../core/clock.js").Clock} clock
 */
export function sayDateInWords(who, clock) {
  const field = /** @type {HTMLInputElement} */ (byId("id_date"));
  const say = () => {
    const words = field.value ? clock.day(clock.dayBounds(field.value).start) : "";
    byId("date-in-words").textContent = words;
    field.title = field.value ? clock.longDay(clock.dayBounds(field.value).start) : "";
  };
  who.on("change", say);
  say();
}
