/** Sends the booking, once even if the button is pressed again. */
import { byId } from "../core/dom.ts";
import { RequestKey } from "../core/request-key.ts";
import { Signal } from "../core/signal.ts";
import { clearErrors, showErrors } from "../shell/form-errors.ts";
import { messages } from "./messages.ts";
import type { Api, Failure } from "../core/api.ts";
import type { CalendarEvent } from "../core/types.ts";

/** The API's codes of refusals that are about the time. */
const TIME_CODES = new Set(["clash", "closed", "held"]);

/** What the user has chosen besides the form's fields. */
export interface Choice {
  patient: number | null;
  doctor: number | null;
  start: string | null;
}

export class BookingSubmission {
  readonly onBooked = new Signal<[event: CalendarEvent]>();
  readonly onTimeRefused = new Signal<[error: Failure]>();
  /** `running` has changed. */
  readonly onRunning = new Signal();
  #api: Api;
  #running = false;
  #key = new RequestKey();

  constructor(api: Api) {
    this.#api = api;
  }

  /** Whether a request is running, or has succeeded. */
  get running() {
    return this.#running;
  }

  async send(choice: Choice) {
    if (this.#running) return;
    clearErrors();
    const missing = missingFields(choice);
    if (Object.keys(missing).length) {
      showErrors(missing, "", messages.notBooked);
      return;
    }
    this.#setRunning(true);
    try {
      const body = bodyOf(choice);
      const options = { idempotencyKey: this.#key.for(JSON.stringify(body)) };
      this.onBooked.emit(await this.#api.post<CalendarEvent>("/api/appointments/", body, options));
    } catch (error) {
      this.#setRunning(false);
      this.#onRefused(error as Failure);
    }
  }

  #onRefused(error: Failure) {
    this.#key.refused(error);
    if (TIME_CODES.has(error.code ?? "")) {
      showErrors({ start: [error.message] }, "", messages.notBooked);
      this.onTimeRefused.emit(error);
    } else if (!showErrors(error.body?.fields ?? {}, "", error.message)) {
      byId("form-error").focus();
    }
  }

  #setRunning(running: boolean) {
    this.#running = running;
    byId("book").setAttribute("aria-disabled", String(running));
    this.onRunning.emit();
  }
}

function missingFields({ patient, doctor, start }: Choice) {
  const missing: Record<string, string[]> = {};
  if (!patient) missing.patient = [messages.needPatient];
  if (!doctor) missing.doctor = [messages.needDoctor];
  else if (!start) missing.start = [messages.needTime];
  if (!value("complaint").trim()) missing.complaint = [messages.needComplaint];
  return missing;
}

function bodyOf(choice: Choice) {
  const overbook = document.getElementById("id_overbook") as HTMLInputElement | null;
  return {
    ...choice,
    visit_type: Number(value("visit_type")) || null,
    complaint: value("complaint"),
    notes: value("notes"),
    ...(overbook?.checked && { overbook: true }),
    ...(overbook && value("reason") && { reason: value("reason") }),
  };
}

function value(name: string) {
  return byId<HTMLInputElement>(`id_${name}`).value;
}
