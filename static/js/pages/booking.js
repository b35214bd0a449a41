/** The booking page: puts the form and the doctor's living day together. */
import { paintBadge } from "../realtime/status-badge.js";
import { announceChanges } from "../appointment/announcements.js";
import { can, stateLabels } from "../core/config.js";
import { Booking } from "../booking/submit.js";
import { runCountdowns } from "../booking/countdown.js";
import { sayDateInWords } from "../booking/date-in-words.js";
import { DoctorDay } from "../booking/doctor-day.js";
import { Desk } from "../booking/controller.js";
import { placeOf } from "../booking/draft.js";
import { HoldKeeper } from "../booking/hold-keeper.js";
import { keepDraft, takeUpDraft } from "../booking/keep-draft.js";
import { PatientCard } from "../booking/patient-card.js";
import { wirePatientSearch } from "../booking/patient-picker.js";
import { wireRegistration } from "../booking/registration.js";
import { TimeGrid } from "../booking/slot-grid.js";
import { TimeTrouble } from "../booking/time-trouble.js";
import { Timeline } from "../booking/timeline.js";
import { focusFirstOpen, wireBookKey } from "../booking/focus-order.js";
import { WhoAndWhen } from "../booking/doctor-date-fields.js";
import { byId } from "../core/dom.js";
import { Live } from "../realtime/live-query.js";
import { ORIGIN_ID } from "../core/origin.js";
import { keepAwake, openPage } from "../shell/page.js";
import { Store } from "../realtime/appointment-store.js";

const { config, clock, connection, api, quietApi, whenRenewed } = openPage();
const stateLabel = stateLabels(config);

const store = new Store();
const live = new Live({ api: quietApi, connection, store });
const timeline = new Timeline(clock, stateLabel);
store.on(
  "change",
  (/** @type {import("../realtime/appointment-store.js").Change} */ { message }) => {
    if (message && message.origin !== ORIGIN_ID) timeline.freshen(message.appointment.id);
  },
);
const day = new DoctorDay({ api: quietApi, live, store, clock });
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("booking"));

if (!form) showBooked();
else if (takeUpDraft()) openForm(form);
announceChanges(store, stateLabel, clock);
paintBadge(live, clock);
runCountdowns();
keepAwake(live, whenRenewed);

/** @param {HTMLFormElement} booking */
function openForm(booking) {
  const card = new PatientCard(quietApi, clock);
  const who = new WhoAndWhen(api);
  const sender = new Booking(api);
  const mayOverride = can(config, "override_hours");
  const grid = new TimeGrid(clock, mayOverride);
  const trouble = new TimeTrouble(clock);
  const keeper = new HoldKeeper(quietApi);
  const chosen = /** @type {HTMLInputElement | null} */ (
    booking.querySelector("input[name=start]:checked")
  );
  const desk = new Desk(
    { day, who, grid, timeline, trouble, keeper, booking: sender, clock, mayOverride },
    chosen?.value ?? null,
  );
  wirePatientSearch({ api, clock, card });
  wireRegistration({ api, clock, card });
  const chosenYet = () => ({ patient: card.value, doctor: who.asked.doctor, start: desk.start });
  card.on("choose", () => focusFirstOpen(chosenYet(), grid));
  const forget = keepDraft(() => {
    const { visitType, date } = who.asked;
    return placeOf({ ...chosenYet(), department: who.department, visit_type: visitType, date });
  });
  sayDateInWords(who, clock);
  wireBookKey(booking);
  for (const id of ["find", "show-times"]) takeAway(/** @type {HTMLButtonElement} */ (byId(id)));
  booking.addEventListener("input", () => desk.goOn());
  addEventListener("pagehide", () => keeper.leave());
  booking.addEventListener("submit", (event) => {
    event.preventDefault();
    sender.send(chosenYet());
  });
  sender.on("booked", (/** @type {import("../core/types.js").CalendarEvent} */ { id }) => {
    keeper.leave({ booked: true });
    forget();
    location.assign(`${location.pathname}?booked=${id}`);
  });
  // Shown again from the browser's own memory, the page would still wait for its old answer.
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  day.show(who.asked);
  if (!booking.querySelector("[aria-invalid]")) focusFirstOpen(chosenYet(), grid);
}

/** What a script does by itself needs no button. @param {HTMLButtonElement} button */
function takeAway(button) {
  button.type = "button";
  button.hidden = true;
}

function showBooked() {
  const { doctor, doctorName = "", date = "", booked } = byId("day").dataset;
  const paint = () => day.ready && timeline.paint(day, { doctorName, bookedId: booked });
  day.on("change", paint);
  day.show({ doctor: Number(doctor), date, visitType: null });
  const print = byId("print-slip");
  print.hidden = false;
  print.addEventListener("click", () => window.print());
  byId("booked").focus();
}
