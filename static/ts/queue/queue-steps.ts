/** What every page of a queue does with a token or a room: asks, calls, and says it in a toast with Undo. */
import { toast } from "../shell/toast.ts";
import { ask } from "./ask.ts";
import { messages } from "./messages.ts";
import { makeStep, tellStep } from "./steps.ts";
import { stepRefused, visitOf } from "./words.ts";
import type { Failure } from "../core/api.ts";
import type { QueueCalls } from "./calls.ts";
import type { LiveQueue } from "./live-queue.ts";
import type { StepQuestion } from "./questions.ts";
import type { Action, QueueEntry, RoomCard } from "./types.ts";

export class QueueSteps {
  #calls: QueueCalls;
  #live: Pick<LiveQueue, "queue">;
  #tell: typeof toast;

  constructor(calls: QueueCalls, live: Pick<LiveQueue, "queue">, tell = toast) {
    this.#calls = calls;
    this.#live = live;
    this.#tell = tell;
  }

  direct(entry: QueueEntry, action: Action, details = {}) {
    const { token } = visitOf(entry);
    const call = () => this.#calls.step(this.newest(entry), action, details);
    return makeStep(this.#calls, call, { action, token });
  }

  async asked(entry: QueueEntry, action: Action, question: StepQuestion) {
    const event = await ask({
      ...question,
      send: (data) => this.#calls.step(this.newest(entry), action, question.details(data)),
      refused: (error) => stepRefused(error, visitOf(entry).token),
    });
    if (event) tellStep(this.#calls, event, action);
    return event;
  }

  /** `doctor`: an id; a doctor's account needs none. */
  async openRoom(room: RoomCard, doctor: number | undefined) {
    const before = this.rooms;
    try {
      this.tellOpened(await this.#calls.openRoom(room.id, doctor), before);
    } catch (error) {
      this.#tell((error as Failure).message);
    }
  }

  /** Its Undo opens the doctor's former room again, or closes this one. `before`: the rooms as they were. */
  tellOpened(room: RoomCard, before: RoomCard[]) {
    const former = before.find(
      ({ id, doctor }) => id !== room.id && doctor?.id === room.doctor?.id,
    );
    const undo = () => (former ? this.#open(former) : this.#close(room));
    const run = () => void this.#undo(undo);
    this.#tell(messages.opened(room.name, room.doctor?.name ?? ""), [
      { label: messages.undo, run },
    ]);
  }

  /** Its Undo opens the room for the same doctor. */
  async closeRoom(room: RoomCard) {
    try {
      const text = await this.#close(room);
      const run = () => void this.#undo(() => this.#open(room));
      this.#tell(text, [{ label: messages.undo, run }]);
    } catch (error) {
      this.#tell((error as Failure).message);
    }
  }

  get rooms() {
    return this.#live.queue?.rooms ?? [];
  }

  async #open(room: RoomCard) {
    const opened = await this.#calls.openRoom(room.id, room.doctor?.id);
    return messages.opened(opened.name, opened.doctor?.name ?? "");
  }

  async #close(room: RoomCard) {
    await this.#calls.closeRoom(room.id);
    return messages.roomClosed(room.name);
  }

  async #undo(undo: () => Promise<string>) {
    try {
      this.#tell(await undo());
    } catch (error) {
      this.#tell(messages.notUndone((error as Failure).message));
    }
  }

  /** After a refusal as stale the page shows the new state, and the next try means that one. */
  newest(entry: QueueEntry) {
    return this.#live.queue?.entries.find(({ id }) => id === entry.id) ?? entry;
  }
}
