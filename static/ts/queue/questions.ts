/** What is asked before a step with a token. */
import { nameText } from "../core/patient.ts";
import { el } from "../core/dom.ts";
import { askField, askSelect, fillSelect } from "./ask.ts";
import { messages } from "./messages.ts";
import type { Department, QueueEntry } from "./types.ts";

/** The API's limit (characters). */
const MAX_REASON = 500;

export interface StepQuestion {
  title: string;
  text?: string;
  fields?: HTMLElement[];
  /** The button's text. */
  button: string;
  /** What the step is called with. */
  details: (data: FormData) => object;
}

/** The field `reason`, which the history keeps. */
export function reasonField(label = messages.whyOutOfTurn, required = true) {
  const input = el("input", {
    name: "reason",
    class: "form-control",
    maxlength: MAX_REASON,
    required,
    autocomplete: "off",
  });
  return askField(label, input, messages.keptInHistory);
}

/** `shown`: the queue's department. */
export function transferQuestion(
  entry: QueueEntry,
  all: Department[],
  shown: Department,
): StepQuestion {
  const { token, kind } = entry.extendedProps.appointment;
  const departments = askSelect(
    "department",
    all.map(({ id, name }) => ({ value: id, label: name })),
  );
  departments.value = String(shown.id);
  const doctors = askSelect("doctor", []);
  const fill = () => {
    const chosen = all.find(({ id }) => String(id) === departments.value);
    // A booked visit always has a doctor.
    const any = kind === "opd" ? [{ value: "", label: messages.anyDoctor }] : [];
    const named = chosen?.doctors.map(({ id, name }) => ({ value: id, label: name })) ?? [];
    fillSelect(doctors, [...any, ...named]);
  };
  departments.addEventListener("change", fill);
  fill();
  return {
    title: messages.transferOf(token, nameText(entry.extendedProps.patient)),
    text: messages.keepsArrival,
    fields: [askField(messages.department, departments), askField(messages.doctor, doctors)],
    button: messages.actions.transfer,
    details: (data) => ({
      department: Number(data.get("department")),
      ...(data.get("doctor") && { doctor: Number(data.get("doctor")) }),
    }),
  };
}

export function leftQuestion(entry: QueueEntry): StepQuestion {
  const { token } = entry.extendedProps.appointment;
  return {
    title: messages.leftOf(token, nameText(entry.extendedProps.patient)),
    text: messages.leftMeans,
    button: messages.hasLeft,
    details: () => ({}),
  };
}
