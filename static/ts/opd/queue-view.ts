/** Renders the live queue: its counts, rows, rooms and notices, or why there is none. */
import { byId } from "../core/dom.ts";
import { messages as shared } from "../core/messages.ts";
import { messages as words } from "../queue/messages.ts";
import { messages } from "./messages.ts";
import type { LiveQueue } from "../queue/live-queue.ts";
import type { Departments } from "./departments.ts";
import type { Notices } from "./notices.ts";
import type { RoomCards } from "./room-cards.ts";
import type { WaitingList } from "./waiting-list.ts";

const SIGNED_OUT = 401;

interface Views {
  list: WaitingList;
  cards: RoomCards;
  notices: Notices;
  departments: Departments;
}

export function showQueue(live: LiveQueue, { list, cards, notices, departments }: Views) {
  const rows = byId("queue-rows");
  live.onLoading.add(() => {
    if (!live.loaded) hide(shared.loading);
  });
  live.onLoaded.add(() => {
    const { queue } = live;
    if (!queue) return;
    rows.setAttribute("aria-busy", "false");
    notices.show(queue);
    list.show(queue);
    cards.show(queue);
    const waiting = queue.entries.filter(({ extendedProps }) => extendedProps.appointment.position);
    const there = queue.entries.length - waiting.length;
    byId("counts").textContent = messages.counts(waiting.length, there);
  });
  live.onFailed.add((error) => {
    if (!live.loaded) hide(words.notLoaded);
    if (error.status === SIGNED_OUT) return; // the session banner says what to do
    const what = live.loaded ? words.notUpdated : words.notLoaded;
    notices.failed(`${what} ${error.message}`, () => void live.show(departments.asked));
  });

  function hide(why: string) {
    rows.setAttribute("aria-busy", "true");
    notices.clear();
    list.hide(why);
    cards.hide();
    byId("counts").textContent = "";
  }
}
