/** The OPD desk: a department's queue, its rooms, and new tokens. */
import { can } from "../core/config.ts";
import { byId } from "../core/dom.ts";
import { Departments } from "../opd/departments.ts";
import { DeskSteps } from "../opd/desk-steps.ts";
import { showQueue } from "../opd/queue-view.ts";
import { wireNewToken } from "../opd/new-token.ts";
import { Notices } from "../opd/notices.ts";
import { Priorities } from "../opd/priorities.ts";
import { RoomCards } from "../opd/room-cards.ts";
import { closeMenusOutside } from "../queue/step-buttons.ts";
import { WaitingList } from "../opd/waiting-list.ts";
import { announceSteps } from "../queue/announcements.ts";
import { QueueCalls } from "../queue/calls.ts";
import { LiveQueue } from "../queue/live-queue.ts";
import { QueueSteps } from "../queue/queue-steps.ts";
import { runTimes } from "../queue/running-times.ts";
import { followMerges } from "../shell/merges.ts";
import { openPage } from "../shell/page.ts";
import { replaceMerged } from "../shell/patient-choice/merged-choice.ts";
import { PatientCard } from "../shell/patient-choice/patient-card.ts";
import { wirePatientSearch } from "../shell/patient-choice/patient-picker.ts";
import { wireRegistration } from "../shell/patient-choice/registration.ts";
import { patientFacts } from "../shell/patient-search/facts.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { QueueEntry } from "../queue/types.ts";

const { config, clock, connection, api, quietApi, goLive } = openPage();
const departments = new Departments();
const live = new LiveQueue({ api: quietApi, connection });
const calls = new QueueCalls(api, live);
const steps = new DeskSteps(calls, live, departments);
const priorities = new Priorities(calls, new QueueSteps(calls, live), (right) =>
  can(config, right),
);

showQueue(live, {
  list: new WaitingList(
    (entry, action) => void steps.make(entry, action),
    (entry) => priorities.items(entry),
    clock,
  ),
  cards: new RoomCards(steps, clock, can(config, "call")),
  notices: new Notices(
    departments,
    clock,
    can(config, "walk_in") ? () => void steps.closeDay() : null,
  ),
  departments,
});
if (document.getElementById("new-token")) openForm();
announceSteps(live);
closeMenusOutside();
runTimes();
departments.onChange(() => void live.show(departments.asked));
goLive(live);
void live.show(departments.asked);

function openForm() {
  const factsOf = patientFacts(config, clock);
  const card = new PatientCard(quietApi, clock, factsOf);
  wirePatientSearch({ api, clock, factsOf, card });
  wireRegistration({ api, factsOf, card });
  followMerges({ api: quietApi, connection }, replaceMerged(card));
  byId("find").hidden = true;
  const withdraw = async (event: CalendarEvent) =>
    (await steps.make(event as QueueEntry, "withdraw")) !== null;
  wireNewToken({ api, card, departments, onGiven: () => void live.refresh(), withdraw });
}
