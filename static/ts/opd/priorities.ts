/** Changes the priority of a patient who waits. */
import { nameText } from "../core/patient.ts";
import { ask, askField, askSelect } from "../queue/ask.ts";
import { messages as words } from "../queue/messages.ts";
import { reasonField } from "../queue/questions.ts";
import { stepRefused, visitOf } from "../queue/words.ts";
import { toast } from "../shell/toast.ts";
import { messages } from "./messages.ts";
import type { Failure } from "../core/api.ts";
import type { CalendarEvent } from "../core/types.ts";
import type { QueueCalls } from "../queue/calls.ts";
import type { QueueSteps } from "../queue/queue-steps.ts";
import type { MenuItem } from "../queue/step-buttons.ts";
import type { Priority, QueueEntry } from "../queue/types.ts";

const RIGHTS = { opd: "walk_in", appointment: "reschedule" };

export class Priorities {
  #calls: Pick<QueueCalls, "setPriority">;
  #steps: Pick<QueueSteps, "newest">;
  #may: (right: string) => boolean;

  /** `may`: whether the user has this right. */
  constructor(
    calls: Pick<QueueCalls, "setPriority">,
    steps: Pick<QueueSteps, "newest">,
    may: (right: string) => boolean,
  ) {
    this.#calls = calls;
    this.#steps = steps;
    this.#may = may;
  }

  /** For the menu of the patient's row; empty without the right. */
  items(entry: QueueEntry): MenuItem[] {
    if (!this.#may(RIGHTS[visitOf(entry).kind])) return [];
    const run = () => void this.#change(entry);
    return [{ control: "priority", label: messages.changePriority, run }];
  }

  async #change(entry: QueueEntry) {
    const { token, priority: before } = visitOf(entry);
    const choices = Object.entries(words.priorities).map(([value, label]) => ({ value, label }));
    const select = askSelect("priority", choices);
    select.value = before;
    const event = await ask({
      title: messages.priorityOf(token, nameText(entry.extendedProps.patient)),
      fields: [askField(messages.priority, select), reasonField(messages.reason, false)],
      button: messages.save,
      send: async (data) => {
        const [priority, reason] = [String(data.get("priority")), String(data.get("reason"))];
        if (priority === before) return entry;
        return this.#calls.setPriority(this.#steps.newest(entry), priority as Priority, reason);
      },
      refused: (error) => stepRefused(error, token),
    });
    if (event && event !== entry) {
      const run = () => void this.#undo(event, before);
      toast(said(event), [{ label: words.undo, run }]);
    }
  }

  async #undo(event: CalendarEvent, before: Priority) {
    try {
      toast(said(await this.#calls.setPriority(event, before)));
    } catch (error) {
      toast(words.notUndone(stepRefused(error as Failure, visitOf(event).token)));
    }
  }
}

function said(event: CalendarEvent) {
  const { token, priority } = visitOf(event);
  return messages.priorityIs(token, words.priorities[priority]);
}
