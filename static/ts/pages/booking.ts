/** The booking page: the form with the doctor's day, or the booked appointment with its day. */
import { announceChanges } from "../appointment/announcements.ts";
import { BookingController } from "../booking/controller.ts";
import { runCountdowns } from "../booking/countdown.ts";
import { showDateInWords } from "../booking/date-in-words.ts";
import { DoctorDateFields } from "../booking/doctor-date-fields.ts";
import { DoctorDay } from "../booking/doctor-day.ts";
import { addressFields } from "../booking/draft.ts";
import { Earliest } from "../booking/earliest.ts";
import { focusFirstMissing, wireBookKey } from "../booking/focus-order.ts";
import { HoldKeeper } from "../booking/hold-keeper.ts";
import { keepDraft, restoreDraft } from "../booking/keep-draft.ts";
import { SlotGrid } from "../booking/slot-grid.ts";
import { BookingSubmission, type Choice } from "../booking/submit.ts";
import { TimeProblem } from "../booking/time-problem.ts";
import { Timeline } from "../booking/timeline.ts";
import { can } from "../core/config.ts";
import { byId } from "../core/dom.ts";
import { ORIGIN_ID } from "../core/origin.ts";
import { AppointmentStore } from "../realtime/appointment-store.ts";
import { LiveQuery } from "../realtime/live-query.ts";
import { followMerges } from "../shell/merges.ts";
import { openPage } from "../shell/page.ts";
import { replaceMerged } from "../shell/patient-choice/merged-choice.ts";
import { PatientCard } from "../shell/patient-choice/patient-card.ts";
import { wirePatientSearch } from "../shell/patient-choice/patient-picker.ts";
import { wireRegistration } from "../shell/patient-choice/registration.ts";
import { patientFacts } from "../shell/patient-search/facts.ts";

const { config, clock, statuses, connection, api, quietApi, goLive } = openPage();
const store = new AppointmentStore(statuses);
const live = new LiveQuery({
  api: quietApi,
  connection,
  store,
  channels: config.realtime.channels,
});
const timeline = new Timeline(clock, statuses.label);
// Before the day's own listener, which renders the timeline.
store.onChange.add(({ message }) => {
  if (message && message.origin !== ORIGIN_ID) timeline.highlight(message.appointment.id);
});
const day = new DoctorDay({ api: quietApi, live, store, clock, statuses });
const form = document.getElementById("booking") as HTMLFormElement | null;

if (!form) showBooked();
else if (restoreDraft()) openForm(form);
announceChanges(store, statuses.label, clock);
runCountdowns();
goLive(live);

function openForm(booking: HTMLFormElement) {
  const factsOf = patientFacts(config, clock);
  const card = new PatientCard(quietApi, clock, factsOf);
  const fields = new DoctorDateFields(api);
  const submission = new BookingSubmission(api);
  const mayOverride = can(config, "override_hours");
  const grid = new SlotGrid(clock, mayOverride);
  const problem = new TimeProblem(clock);
  const keeper = new HoldKeeper(quietApi);
  const earliest = new Earliest({ api, clock, patient: () => card.value });
  const checked = booking.querySelector<HTMLInputElement>("input[name=start]:checked");
  const controller = new BookingController(
    { day, fields, grid, timeline, problem, keeper, submission, clock, mayOverride },
    checked?.value ?? null,
  );
  const choice = (): Choice => ({
    patient: card.value,
    doctor: fields.asked.doctor,
    start: controller.start,
  });
  const deleteDraft = keepDraft(() => {
    const { department, asked } = fields;
    return addressFields({
      ...choice(),
      department,
      visit_type: asked.visitType,
      date: asked.date,
    });
  });

  // Each part of the form is one line.
  wirePatientSearch({ api, clock, factsOf, card });
  wireRegistration({ api, factsOf, card });
  followMerges({ api: quietApi, connection }, replaceMerged(card));
  showDateInWords(fields, clock);
  wireBookKey(booking);
  for (const id of ["find", "show-times", "find-earliest"]) hideButton(byId<HTMLButtonElement>(id));

  card.onChoose.add(() => {
    earliest.update();
    focusFirstMissing(choice(), grid);
  });
  earliest.onChoose.add(({ doctor, ...times }) => {
    controller.chooseWith(doctor, times);
    focusFirstMissing(choice(), grid);
  });
  booking.addEventListener("input", () => controller.onInput());
  booking.addEventListener("submit", (event) => {
    event.preventDefault();
    submission.send(choice());
  });
  submission.onBooked.add(({ id }) => {
    keeper.leave({ booked: true });
    deleteDraft();
    location.assign(`${location.pathname}?booked=${id}`);
  });
  addEventListener("pagehide", () => keeper.leave());
  day.show(fields.asked);
  if (!booking.querySelector("[aria-invalid]")) focusFirstMissing(choice(), grid);
}

/** Hides a button of the form without scripts. */
function hideButton(button: HTMLButtonElement) {
  button.type = "button";
  button.hidden = true;
}

function showBooked() {
  const { doctor, doctorName = "", date = "", booked } = byId("day").dataset;
  day.onChange.add(() => day.ready && timeline.show(day, { doctorName, bookedId: booked }));
  day.show({ doctor: Number(doctor), date, visitType: null });
  const print = byId("print-slip");
  print.hidden = false;
  print.addEventListener("click", () => window.print());
  byId("booked").focus();
}
