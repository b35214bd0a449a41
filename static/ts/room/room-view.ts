/** Shows the live queue as one doctor sees it, or why it cannot be shown. */
import { byId, el } from "../core/dom.ts";
import { messages as shared } from "../core/messages.ts";
import { messages as words } from "../queue/messages.ts";
import { NoticeList, type Notice } from "../queue/notice-list.ts";
import { Bar } from "./bar.ts";
import { messages } from "./messages.ts";
import { NextView } from "./next-view.ts";
import { NowView } from "./now-view.ts";
import { roomState, type RoomState } from "./state.ts";
import type { Clock } from "../core/clock.ts";
import type { LiveQueue } from "../queue/live-queue.ts";
import type { QueueEntry } from "../queue/types.ts";
import type { Setting } from "./setting.ts";
import type { RoomSteps } from "./steps.ts";

const SIGNED_OUT = 401;
/** From this age on the page says of when the queue is (milliseconds). */
const STALE_FROM_MS = 20_000;

export class RoomView {
  #live: LiveQueue;
  #setting: Setting;
  #clock: Clock;
  #notices = new NoticeList();
  #now: NowView;
  #next: NextView;
  #bar: Bar;
  #chosen: QueueEntry["id"] | null = null;

  constructor(live: LiveQueue, steps: RoomSteps, setting: Setting, clock: Clock) {
    this.#live = live;
    this.#setting = setting;
    this.#clock = clock;
    this.#bar = new Bar(steps);
    this.#next = new NextView(clock, (entry) => void steps.make(entry, "call"));
    this.#now = new NowView({
      clock,
      open: (room) => void steps.openRoom(room),
      choose: (entry) => {
        this.#chosen = entry.id;
        this.#show();
      },
    });
    byId("close-room").addEventListener("click", () => {
      const { room } = this.#state ?? {};
      if (room) void steps.closeRoom(room);
    });
  }

  /** Shows the queue after each read. */
  follow() {
    const live = this.#live;
    live.onLoading.add(() => !live.loaded && this.#hide(shared.loading));
    live.onLoaded.add(() => this.#show());
    live.onStatus.add(() => this.#showNotices());
    live.onFailed.add((error) => {
      if (live.loaded || error.status === SIGNED_OUT) return; // badge and banner say what is wrong
      this.#hide(words.notLoaded);
      this.#notices.failed(`${words.notLoaded} ${error.message}`, () => void live.refresh());
    });
  }

  get #state(): RoomState | null {
    const { queue } = this.#live;
    return queue && roomState(queue, this.#setting.doctor);
  }

  #show() {
    const state = this.#state;
    if (!state) return;
    const { room, rooms, here, waiting } = state;
    const current = here.find(({ id }) => id === this.#chosen) ?? here[0];
    byId("room-title").textContent =
      room?.name ?? (rooms.length ? messages.noRoom : this.#setting.doctor.name);
    byId("room-doctor").hidden = rooms.length === 0; // the title says it
    byId("room-counts").textContent = messages.waiting(waiting.length);
    byId("close-room").hidden = !room;
    this.#now.show(state, current);
    this.#next.show(state);
    this.#bar.show(state, current);
    this.#showNotices();
  }

  #hide(why: string) {
    this.#now.hide(why);
    this.#next.hide();
    this.#bar.hide();
    byId("room-counts").textContent = "";
    byId("close-room").hidden = true;
  }

  #showNotices() {
    const { queue, status } = this.#live;
    if (!queue) return;
    const notices: Notice[] = [];
    const { live, currentAt } = status;
    if (!live && currentAt !== null && Date.now() - currentAt > STALE_FROM_MS) {
      notices.push({ kind: "warning", text: messages.asOf(this.#clock.time(currentAt)) });
    }
    for (const { date, waiting } of queue.earlier) {
      const day = this.#clock.day(`${date}T12:00:00Z`);
      const query = new URLSearchParams({ department: this.#setting.department.slug, date });
      const link = el("a", {
        class: "btn btn-sm btn-quiet",
        href: `/appointments/opd?${query}`,
        text: words.openDay,
      });
      notices.push({ kind: "info", text: words.earlier(waiting, day), action: link });
    }
    this.#notices.show(notices);
  }
}
