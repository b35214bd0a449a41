/** The booking page: puts the form and the doctor's living day together. */
import { paintBadge } from "../realtime/status-badge.ts";
import { announceChanges } from "../appointment/announcements.ts";
import { can, stateLabels } from "../core/config.ts";
import { BookingSubmission } from "../booking/submit.ts";
import { runCountdowns } from "../booking/countdown.ts";
import { sayDateInWords } from "../booking/date-in-words.ts";
import { DoctorDay } from "../booking/doctor-day.ts";
import { BookingController } from "../booking/controller.ts";
import { placeOf } from "../booking/draft.ts";
import { HoldKeeper } from "../booking/hold-keeper.ts";
import { keepDraft, takeUpDraft } from "../booking/keep-draft.ts";
import { PatientCard } from "../booking/patient-card.ts";
import { wirePatientSearch } from "../booking/patient-picker.ts";
import { wireRegistration } from "../booking/registration.ts";
import { SlotGrid } from "../booking/slot-grid.ts";
import { TimeProblem } from "../booking/time-problem.ts";
import { Timeline } from "../booking/timeline.ts";
import { focusFirstOpen, wireBookKey } from "../booking/focus-order.ts";
import { DoctorDateFields } from "../booking/doctor-date-fields.ts";
import { byId } from "../core/dom.ts";
import { LiveQuery } from "../realtime/live-query.ts";
import { ORIGIN_ID } from "../core/origin.ts";
import { keepAwake, openPage } from "../shell/page.ts";
import { AppointmentStore, type Change } from "../realtime/appointment-store.ts";
import type { CalendarEvent } from "../core/types.ts";

const { config, clock, connection, api, quietApi, whenRenewed } = openPage();
const stateLabel = stateLabels(config);

const store = new AppointmentStore();
const live = new LiveQuery({ api: quietApi, connection, store });
const timeline = new Timeline(clock, stateLabel);
store.on("change", ({ message }: Change) => {
  if (message && message.origin !== ORIGIN_ID) timeline.freshen(message.appointment.id);
});
const day = new DoctorDay({ api: quietApi, live, store, clock });
const form = document.getElementById("booking") as HTMLFormElement | null;

if (!form) showBooked();
else if (takeUpDraft()) openForm(form);
announceChanges(store, stateLabel, clock);
paintBadge(live, clock);
runCountdowns();
keepAwake(live, whenRenewed);

function openForm(booking: HTMLFormElement) {
  const card = new PatientCard(quietApi, clock);
  const fields = new DoctorDateFields(api);
  const submission = new BookingSubmission(api);
  const mayOverride = can(config, "override_hours");
  const grid = new SlotGrid(clock, mayOverride);
  const problem = new TimeProblem(clock);
  const keeper = new HoldKeeper(quietApi);
  const chosen = booking.querySelector<HTMLInputElement>("input[name=start]:checked");
  const controller = new BookingController(
    { day, fields, grid, timeline, problem, keeper, submission, clock, mayOverride },
    chosen?.value ?? null,
  );
  wirePatientSearch({ api, clock, card });
  wireRegistration({ api, clock, card });
  const chosenYet = () => ({
    patient: card.value,
    doctor: fields.asked.doctor,
    start: controller.start,
  });
  card.on("choose", () => focusFirstOpen(chosenYet(), grid));
  const forget = keepDraft(() => {
    const { visitType, date } = fields.asked;
    return placeOf({ ...chosenYet(), department: fields.department, visit_type: visitType, date });
  });
  sayDateInWords(fields, clock);
  wireBookKey(booking);
  for (const id of ["find", "show-times"]) takeAway(byId<HTMLButtonElement>(id));
  booking.addEventListener("input", () => controller.goOn());
  addEventListener("pagehide", () => keeper.leave());
  booking.addEventListener("submit", (event) => {
    event.preventDefault();
    submission.send(chosenYet());
  });
  submission.on("booked", ({ id }: CalendarEvent) => {
    keeper.leave({ booked: true });
    forget();
    location.assign(`${location.pathname}?booked=${id}`);
  });
  // Shown again from the browser's own memory, the page would still wait for its old answer.
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  day.show(fields.asked);
  if (!booking.querySelector("[aria-invalid]")) focusFirstOpen(chosenYet(), grid);
}

/** What a script does by itself needs no button. */
function takeAway(button: HTMLButtonElement) {
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
