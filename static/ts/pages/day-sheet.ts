/** The day sheet: its button prints; opened from the calendar by Ctrl+P it prints at once and goes back. */
import { byId } from "../core/dom.ts";

const button = byId("print");
button.hidden = false;
button.addEventListener("click", () => print());

if (location.hash === "#print") {
  addEventListener("afterprint", () => history.back(), { once: true });
  print();
}
