/** The realtime test page: connection, channels, messages, test broadcasts. */
import { noteMoment } from "../core/server-time.ts";
import { ChannelWatch } from "../realtime-inspector/channel-watch.ts";
import { showChannels } from "../realtime-inspector/channels-view.ts";
import { showConnection } from "../realtime-inspector/connection-view.ts";
import { MessageLog } from "../realtime-inspector/message-log.ts";
import { showMessages } from "../realtime-inspector/messages-view.ts";
import { wirePings } from "../realtime-inspector/ping-form.ts";
import { SkippingConnection } from "../realtime-inspector/skipping.ts";
import { ConnectionTimeline } from "../realtime-inspector/timeline.ts";
import { openPage } from "../shell/page.ts";

const FIRST_CHANNEL = "realtime-test";

const { clock, connection: whole, api, quietApi, goLive } = openPage();
const connection = new SkippingConnection(whole);
const log = new MessageLog();
const timeline = new ConnectionTimeline();
const watch = new ChannelWatch(quietApi, connection);
const updateTimeline = showConnection(connection, timeline, clock);
connection.onSkipped.add((channel, seq) => {
  timeline.skipped(channel, seq, Date.now());
  updateTimeline();
});
watch.onMessage.add((channel, message, caughtUp) => {
  const now = Date.now();
  noteMoment(Date.parse(message.data.at ?? ""), { arrivedAt: now });
  log.onArrived(channel, message, now, caughtUp);
  timeline.caughtUp(channel, message.seq, now);
  if (caughtUp) updateTimeline();
});

showChannels(watch, connection);
showMessages(log, clock);
wirePings(api, log);
watch.join(FIRST_CHANNEL);
goLive(watch);
