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

  constructor(calls: QueueCalls, live: Pick<LiveQueue, "queue">) {
    this.#calls = calls;
    this.#live = live;
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

  /** `say`: what to do with a refusal. */
  async openRoom(
    room: RoomCard,
    doctor: number | undefined,
    say = (error: Failure) => toast(error.message),
  ) {
    try {
      const opened = await this.#calls.openRoom(room.id, doctor);
      toast(messages.opened(opened.name, opened.doctor?.name ?? ""));
    } catch (error) {
      say(error as Failure);
    }
  }

  /** Its Undo opens the room for the same doctor. */
  async closeRoom(room: RoomCard) {
    try {
      await this.#calls.closeRoom(room.id);
      const again = (error: Failure) => toast(messages.notUndone(error.message));
      const undo = () => void this.openRoom(room, room.doctor?.id, again);
      toast(messages.roomClosed(room.name), [{ label: messages.undo, run: undo }]);
    } catch (error) {
      toast((error as Failure).message);
    }
  }

  /** After a refusal as stale the page shows the new state, and the next try means that one. */
  newest(entry: QueueEntry) {
    return this.#live.queue?.entries.find(({ id }) => id === entry.id) ?? entry;
  }
}
