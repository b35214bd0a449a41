/** The steps of one doctor: what is asked before each, the call, and the toast with Undo. */
import { versionOf } from "../realtime/appointment-store.ts";
import { ask } from "../queue/ask.ts";
import { messages as words } from "../queue/messages.ts";
import {
  leftQuestion,
  reasonField,
  transferQuestion,
  type StepQuestion,
} from "../queue/questions.ts";
import { makeStep, tellStep } from "../queue/steps.ts";
import { stepDone, stepRefused, visitOf } from "../queue/words.ts";
import { toast } from "../shell/toast.ts";
import { messages } from "./messages.ts";
import type { Failure } from "../core/api.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { QueueCalls } from "../queue/calls.ts";
import type { LiveQueue } from "../queue/live-queue.ts";
import type { Action, QueueEntry, RoomCard } from "../queue/types.ts";
import type { Setting } from "./setting.ts";

export class RoomSteps {
  #calls: QueueCalls;
  #live: Pick<LiveQueue, "queue">;
  #setting: Setting;

  constructor(calls: QueueCalls, live: Pick<LiveQueue, "queue">, setting: Setting) {
    this.#calls = calls;
    this.#live = live;
    this.#setting = setting;
  }

  callNext() {
    return makeStep(this.#calls, () => this.#calls.callNext(this.#place), { action: "call" });
  }

  /** Its Undo takes both back. If another room has just called the last patient, the visit ends all the same. */
  async doneAndNext(entry: QueueEntry) {
    const done = this.#newest(entry);
    const { token } = visitOf(done);
    try {
      const called = await this.#calls.callNext(this.#place, done);
      const undo = () => void this.#undoBoth(called, done);
      toast(messages.doneAndCalled(token, stepDone(called, "call")), [
        { label: words.undo, run: undo },
      ]);
    } catch (error) {
      if ((error as Failure).code === "empty") return void this.make(entry, "done");
      toast(stepRefused(error as Failure, token));
    }
  }

  make(entry: QueueEntry, action: Action) {
    if (action === "call") return this.#call(entry);
    if (action === "left") return this.#asked(entry, action, leftQuestion(entry));
    if (action === "transfer") {
      const { departments, department } = this.#setting;
      return this.#asked(entry, action, transferQuestion(entry, departments, department));
    }
    const { token } = visitOf(entry);
    const call = () => this.#calls.step(this.#newest(entry), action);
    return makeStep(this.#calls, call, { action, token });
  }

  async openRoom(room: RoomCard, say = (error: Failure) => toast(error.message)) {
    try {
      const { name, doctor } = await this.#calls.openRoom(room.id, this.#setting.doctor.id);
      toast(words.opened(name, doctor?.name ?? ""));
    } catch (error) {
      say(error as Failure);
    }
  }

  async closeRoom(room: RoomCard) {
    try {
      await this.#calls.closeRoom(room.id);
      const again = (error: Failure) => toast(words.notUndone(error.message));
      toast(words.roomClosed(room.name), [
        { label: words.undo, run: () => void this.openRoom(room, again) },
      ]);
    } catch (error) {
      toast((error as Failure).message);
    }
  }

  /** Out of turn it asks why. */
  #call(entry: QueueEntry) {
    const { ahead, token } = visitOf(entry);
    if (!ahead) {
      const call = () => this.#calls.step(this.#newest(entry), "call", this.#place);
      return makeStep(this.#calls, call, { action: "call", token });
    }
    return this.#asked(entry, "call", {
      title: words.callOf(token, entry.extendedProps.patient.name),
      text: words.ahead(ahead),
      fields: [reasonField()],
      button: words.actions.call,
      details: (data) => ({ ...this.#place, reason: String(data.get("reason") ?? "") }),
    });
  }

  async #asked(entry: QueueEntry, action: Action, question: StepQuestion) {
    const event = await ask({
      ...question,
      send: (data) => this.#calls.step(this.#newest(entry), action, question.details(data)),
      refused: (error) => stepRefused(error, visitOf(entry).token),
    });
    if (event) tellStep(this.#calls, event, action);
  }

  /** `done`: as it was before it was completed. */
  async #undoBoth(called: CalendarEvent, done: CalendarEvent) {
    try {
      await this.#calls.step(called, "undo");
      const undone = await this.#calls.step(nextVersion(done), "undo");
      toast(stepDone(undone, "undo"));
    } catch (error) {
      toast(words.notUndone((error as Failure).message));
    }
  }

  /** The server takes the doctor's room. */
  get #place() {
    return { doctor: this.#setting.doctor.id };
  }

  /** After a refusal as stale the page shows the new state, and the next try means that one. */
  #newest(entry: QueueEntry) {
    return this.#live.queue?.entries.find(({ id }) => id === entry.id) ?? entry;
  }
}

/** The visit as it is named after one more change. */
function nextVersion(event: CalendarEvent): CalendarEvent {
  const { appointment } = event.extendedProps;
  const changed = { ...appointment, version: versionOf(event) + 1 };
  return { ...event, extendedProps: { ...event.extendedProps, appointment: changed } };
}
