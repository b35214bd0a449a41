/** The realtime instrument: connection, channels, messages, test broadcasts. */
import { paintBadge } from "./badge.js";
import { keepAwake, openPage } from "./page.js";
import { watchChannels } from "./realtime-test/channels-view.js";
import { watchConnection } from "./realtime-test/connection-view.js";
import { Journal } from "./realtime-test/journal.js";
import { watchMessages } from "./realtime-test/messages-view.js";
import { wirePings } from "./realtime-test/ping-form.js";
import { Watch } from "./realtime-test/watch.js";

const FIRST_CHANNEL = "realtime-test";

const { config, clock, connection, api, quietApi, whenRenewed } = openPage();
const journal = new Journal();
const watch = new Watch(quietApi, connection);
watch.on(
  "message",
  (/** @type {string} */ channel, /** @type {any} */ message, /** @type {boolean} */ caughtUp) =>
    journal.arrived(channel, message, Date.now(), caughtUp),
);

watchConnection(connection, clock);
watchChannels(watch, config.canListen);
watchMessages(journal, clock);
wirePings(api, journal);
watch.join(FIRST_CHANNEL);
paintBadge(watch, clock);
keepAwake(/** @type {any} */ (watch), whenRenewed);
