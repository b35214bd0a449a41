/** The realtime instrument: connection, channels, messages, test broadcasts. */
import { paintBadge } from "../realtime/status-badge.ts";
import { keepAwake, openPage } from "../shell/page.ts";
import { watchChannels } from "../realtime-inspector/channels-view.ts";
import { watchConnection } from "../realtime-inspector/connection-view.ts";
import { Journal } from "../realtime-inspector/journal.ts";
import { offerChannels } from "../realtime-inspector/known-channels.ts";
import { watchMessages } from "../realtime-inspector/messages-view.ts";
import { wirePings } from "../realtime-inspector/ping-form.ts";
import { SkippingConnection } from "../realtime-inspector/skipping.ts";
import { ConnectionTimeline } from "../realtime-inspector/timeline.ts";
import { ChannelWatch } from "../realtime-inspector/watch.ts";
import { noteMoment } from "../core/server-time.ts";

const FIRST_CHANNEL = "realtime-test";

const { config, clock, connection: whole, api, quietApi, whenRenewed } = openPage();
const connection = new SkippingConnection(whole);
const journal = new Journal();
const timeline = new ConnectionTimeline();
const watch = new ChannelWatch(quietApi, connection);
const paintTimeline = watchConnection(connection, timeline, clock);
connection.on("skipped", (channel: string, seq: number) => {
  timeline.skipped(channel, seq, Date.now());
  paintTimeline();
});
watch.on("message", (channel: string, message: any, caughtUp: boolean) => {
  const now = Date.now();
  noteMoment(Date.parse(message.data?.at), { arrivedAt: now });
  journal.arrived(channel, message, now, caughtUp);
  timeline.caughtUp(channel, message.seq, now);
  if (caughtUp) paintTimeline();
});

watchChannels(watch, connection);
watchMessages(journal, clock);
wirePings(api, journal);
offerChannels(quietApi, config.canListen);
watch.join(FIRST_CHANNEL);
paintBadge(watch, clock);
keepAwake(watch as any, whenRenewed);
