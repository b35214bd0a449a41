/** The day sheet: a button prints it. Opened by Ctrl+P in the calendar, it prints at once and goes back. */
import { byId } from "../core/dom.ts";

const button = byId("print");
button.hidden = false;
button.addEventListener("click", () => print());

if (location.hash === "#print") {
  addEventListener("afterprint", () => history.back(), { once: true });
  print();
}
