/** A patient's own page: live, by the same store and channels as the calendar. */
import { paintBadge } from "../realtime/status-badge.js";
import { announceChanges } from "../appointment/announcements.js";
import { stateLabels } from "../core/config.js";
import { byId } from "../core/dom.js";
import { Live } from "../realtime/live-query.js";
import { keepAwake, openPage } from "../shell/page.js";
import { wireCorrection } from "../patient/correction.js";
import { VisitList } from "../patient/appointment-list.js";
import { Store } from "../realtime/appointment-store.js";

/** No appointment lies outside these years (appointments/hospital_time.py). */
const [FIRST_DAY, LAST_DAY] = ["2000-01-01", "2099-12-31"];

const { config, clock, connection, api, quietApi, whenRenewed } = openPage();
const { patient, since } = byId("patient").dataset;

const store = new Store();
const live = new Live({ api: quietApi, connection, store });
const visits = new VisitList(store);

announceChanges(store, stateLabels(config), clock);
live.on("loaded", () => visits.compare());
store.on("change", (/** @type {import("../realtime/appointment-store.js").Change} */ change) =>
  visits.compare(change),
);
wireCorrection(api, Number(patient), () => visits.read());
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
