/** The steps of one doctor: what is asked before each, the call, and the toast with Undo. */
import { nameText } from "../core/patient.ts";
import { versionOf } from "../realtime/appointment-store.ts";
import { messages as words } from "../queue/messages.ts";
import { QueueSteps } from "../queue/queue-steps.ts";
import { leftQuestion, reasonField, transferQuestion } from "../queue/questions.ts";
import { makeStep } from "../queue/steps.ts";
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
  #steps: QueueSteps;
  #setting: Setting;

  constructor(calls: QueueCalls, live: Pick<LiveQueue, "queue">, setting: Setting) {
    this.#calls = calls;
    this.#steps = new QueueSteps(calls, live);
    this.#setting = setting;
  }

  callNext() {
    return makeStep(this.#calls, () => this.#calls.callNext(this.#place), { action: "call" });
  }

  /** Its Undo takes both back. If another room has just called the last patient, the visit ends all the same. */
  async doneAndNext(entry: QueueEntry) {
    const done = this.#steps.newest(entry);
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
    if (action === "left") return this.#steps.asked(entry, action, leftQuestion(entry));
    if (action === "transfer") {
      const { departments, department } = this.#setting;
      return this.#steps.asked(entry, action, transferQuestion(entry, departments, department));
    }
    return this.#steps.direct(entry, action);
  }

  openRoom(room: RoomCard) {
    return this.#steps.openRoom(room, this.#setting.doctor.id);
  }

  closeRoom(room: RoomCard) {
    return this.#steps.closeRoom(room);
  }

  /** Out of turn it asks why. */
  #call(entry: QueueEntry) {
    const { ahead, token } = visitOf(entry);
    if (!ahead) return this.#steps.direct(entry, "call", this.#place);
    return this.#steps.asked(entry, "call", {
      title: words.callOf(token, nameText(entry.extendedProps.patient)),
      text: words.ahead(ahead),
      fields: [reasonField()],
      button: words.actions.call,
      details: (data) => ({ ...this.#place, reason: String(data.get("reason") ?? "") }),
    });
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
}

/** The visit as it is named after one more change. */
function nextVersion(event: CalendarEvent): CalendarEvent {
  const { appointment } = event.extendedProps;
  const changed = { ...appointment, version: versionOf(event) + 1 };
  return { ...event, extendedProps: { ...event.extendedProps, appointment: changed } };
}
