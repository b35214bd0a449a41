/** The realtime instrument: connection, channels, messages, test broadcasts. */
import { paintBadge } from "../realtime/status-badge.js";
import { keepAwake, openPage } from "../shell/page.js";
import { watchChannels } from "../realtime-inspector/channels-view.js";
import { watchConnection } from "../realtime-inspector/connection-view.js";
import { Journal } from "../realtime-inspector/journal.js";
import { offerChannels } from "../realtime-inspector/known-channels.js";
import { watchMessages } from "../realtime-inspector/messages-view.js";
import { wirePings } from "../realtime-inspector/ping-form.js";
import { SkippingConnection } from "../realtime-inspector/skipping.js";
import { Timeline } from "../realtime-inspector/timeline.js";
import { Watch } from "../realtime-inspector/watch.js";
import { noteMoment } from "../core/server-time.js";

const FIRST_CHANNEL = "realtime-test";

const { config, clock, connection: whole, api, quietApi, whenRenewed } = openPage();
const connection = new SkippingConnection(whole);
const journal = new Journal();
const timeline = new Timeline();
const watch = new Watch(quietApi, connection);
const paintTimeline = watchConnection(connection, timeline, clock);
connection.on("skipped", (/** @type {string} */ channel, /** @type {number} */ seq) => {
  timeline.skipped(channel, seq, Date.now());
  paintTimeline();
});
watch.on(
  "message",
  (/** @type {string} */ channel, /** @type {any} */ message, /** @type {boolean} */ caughtUp) => {
    const now = Date.now();
    noteMoment(Date.parse(message.data?.at), { arrivedAt: now });
    journal.arrived(channel, message, now, caughtUp);
    timeline.caughtUp(channel, message.seq, now);
    if (caughtUp) paintTimeline();
  },
);

watchChannels(watch, connection);
watchMessages(journal, clock);
wirePings(api, journal);
offerChannels(quietApi, config.canListen);
watch.join(FIRST_CHANNEL);
paintBadge(watch, clock);
keepAwake(/** @type {any} */ (watch), whenRenewed);
