/** A patient's own page: live, by the same store and channels as the calendar. */
import { paintBadge } from "../realtime/status-badge.ts";
import { announceChanges } from "../appointment/announcements.ts";
import { stateLabels } from "../core/config.ts";
import { byId } from "../core/dom.ts";
import { LiveQuery } from "../realtime/live-query.ts";
import { keepAwake, openPage } from "../shell/page.ts";
import { wireCorrection } from "../patient/correction.ts";
import { AppointmentList } from "../patient/appointment-list.ts";
import { AppointmentStore, type Change } from "../realtime/appointment-store.ts";

/** No appointment lies outside these years (appointments/hospital_time.py). */
const [FIRST_DAY, LAST_DAY] = ["2000-01-01", "2099-12-31"];

const { config, clock, connection, api, quietApi, whenRenewed } = openPage();
const { patient, since } = byId("patient").dataset;

const store = new AppointmentStore();
const live = new LiveQuery({ api: quietApi, connection, store });
const list = new AppointmentList(store);

announceChanges(store, stateLabels(config), clock);
live.on("loaded", () => list.compare());
store.on("change", (change: Change) => list.compare(change));
wireCorrection(api, Number(patient), () => list.read());
paintBadge(live, clock);
keepAwake(live, whenRenewed);
live.show({
  start: since || FIRST_DAY,
  end: LAST_DAY,
  doctor: [],
  department: [],
  status: config.states.map(({ value }) => value),
  kind: "",
  patient: Number(patient),
});
