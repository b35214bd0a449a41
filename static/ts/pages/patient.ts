/** A patient's page, updated by the same store and channels as the calendar. */
import { announceChanges } from "../appointment/announcements.ts";
import { byId } from "../core/dom.ts";
import { AppointmentList } from "../patient/appointment-list.ts";
import { wireCorrection } from "../patient/correction.ts";
import { showMerges } from "../patient/merged-record.ts";
import { AppointmentStore } from "../realtime/appointment-store.ts";
import { LiveQuery } from "../realtime/live-query.ts";
import { followMerges } from "../shell/merges.ts";
import { openPage } from "../shell/page.ts";
import { patientFacts } from "../shell/patient-search/facts.ts";

/** No appointment is outside these years (appointments/hospital_time.py). */
const [FIRST_DAY, LAST_DAY] = ["2000-01-01", "2099-12-31"];

const { config, clock, statuses, connection, api, quietApi, goLive } = openPage();
const { patient, since } = byId("patient").dataset;

const store = new AppointmentStore(statuses);
const live = new LiveQuery({
  api: quietApi,
  connection,
  store,
  channels: config.realtime.channels,
});
const list = new AppointmentList(store);

announceChanges(store, statuses.label, clock);
live.onLoaded.add(() => list.compare());
store.onChange.add((change) => list.compare(change));
wireCorrection({
  api,
  factsOf: patientFacts(config, clock),
  patient: Number(patient),
  onSaved: () => list.read(),
});
followMerges(
  { api: quietApi, connection },
  showMerges(Number(patient), () => void list.read()),
);
goLive(live);
live.show({
  start: since || FIRST_DAY,
  end: LAST_DAY,
  doctor: [],
  department: [],
  status: config.states.map(({ value }) => value),
  kind: "",
  patient: Number(patient),
});
