/** The doctor's room: who is here, who is next, and the steps. */
import { announceSteps } from "../queue/announcements.ts";
import { QueueCalls } from "../queue/calls.ts";
import { LiveQueue } from "../queue/live-queue.ts";
import { runTimes } from "../queue/running-times.ts";
import { closeMenusOutside } from "../queue/step-buttons.ts";
import { RoomView } from "../room/room-view.ts";
import { readSetting } from "../room/setting.ts";
import { RoomSteps } from "../room/steps.ts";
import { openPage } from "../shell/page.ts";

const { clock, connection, api, quietApi, goLive } = openPage();
const setting = readSetting();
const live = new LiveQueue({ api: quietApi, connection });
const steps = new RoomSteps(new QueueCalls(api, live), live, setting);
new RoomView(live, steps, setting, clock).follow();
announceSteps(live);
closeMenusOutside();
runTimes();
goLive(live);
void live.show({ department: setting.department.slug });
