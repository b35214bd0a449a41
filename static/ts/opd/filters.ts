/** Which of those who wait are listed: by doctor and by state. */
import { byId } from "../core/dom.ts";
import { fillSelect } from "../queue/ask.ts";
import { messages as words } from "../queue/messages.ts";
import { messages } from "./messages.ts";
import type { QueueEntry, TokenState } from "../queue/types.ts";

const ANY_DOCTOR = "any";
const STATES: TokenState[] = ["WAITING", "SKIPPED"];

export class Filters {
  #doctor = byId<HTMLSelectElement>("filter-doctor");
  #state = byId<HTMLSelectElement>("filter-state");

  /** `listener`: called when the user filters. */
  constructor(listener: () => void) {
    for (const select of [this.#doctor, this.#state]) select.addEventListener("change", listener);
  }

  get active() {
    return this.#doctor.value !== "" || this.#state.value !== "";
  }

  clear() {
    this.#doctor.value = "";
    this.#state.value = "";
  }

  /** Offers the doctors and states of those who wait, each with their number. */
  offer(waiting: QueueEntry[]) {
    const doctors = new Map<string, { label: string; count: number }>();
    for (const entry of waiting) {
      const { doctor } = entry.extendedProps.appointment;
      const [key, label] = [doctorOf(entry), doctor?.name ?? words.anyDoctor];
      doctors.set(key, { label, count: (doctors.get(key)?.count ?? 0) + 1 });
    }
    const named = [...doctors].map(([value, { label, count }]) => ({
      value,
      label: messages.withCount(label, count),
    }));
    fillSelect(this.#doctor, [
      { value: "", label: messages.withCount(messages.allDoctors, waiting.length) },
      ...named.sort((one, other) => one.label.localeCompare(other.label)),
    ]);
    fillSelect(this.#state, [
      { value: "", label: messages.allStates },
      ...STATES.map((state) => ({
        value: state,
        label: messages.withCount(
          words.states[state],
          waiting.filter((entry) => stateOf(entry) === state).length,
        ),
      })),
    ]);
  }

  matches(entry: QueueEntry) {
    const doctor = this.#doctor.value;
    const state = this.#state.value;
    return (!doctor || doctorOf(entry) === doctor) && (!state || stateOf(entry) === state);
  }
}

function doctorOf({ extendedProps: { appointment } }: QueueEntry) {
  return String(appointment.doctor?.id ?? ANY_DOCTOR);
}

function stateOf({ extendedProps: { appointment } }: QueueEntry) {
  return appointment.token_state;
}
