/** Sends the booking once, however often the button is pressed. */
import { byId } from "../core/dom.ts";
import { Emitter } from "../core/emitter.ts";
import { clearErrors, showErrors } from "../shell/form-errors.ts";
import { RequestKey } from "./request-key.ts";
import { messages } from "./messages.ts";
import type { Api } from "../core/api.ts";

/** Refusals that belong to the time. */
const TIME_CODES = new Set(["clash", "closed", "held"]);

/**
 * Tells `booked` (CalendarEvent) and `timeRefused` (error).
 */
export class BookingSubmission extends Emitter {
  #api: Api;
  #running = false;
  #key = new RequestKey();

  constructor(api: Api) {
    super();
    this.#api = api;
  }

  /** Whether an answer is awaited, or has come and the page is about to leave. */
  get running() {
    return this.#running;
  }

  async send(chosen: { patient: number | null; doctor: number | null; start: string | null }) {
    if (this.#running) return;
    clearErrors();
    const missing = missingFields(chosen);
    if (Object.keys(missing).length) {
      showErrors(missing, "", messages.notBooked);
      return;
    }
    this.#setRunning(true);
    try {
      const body = bodyOf(chosen);
      const options = { idempotencyKey: this.#key.for(JSON.stringify(body)) };
      this.emit("booked", await this.#api.post("/api/appointments/", body, options));
    } catch (error: any) {
      this.#setRunning(false);
      this.#refused(error);
    }
  }

  #refused(error: any) {
    this.#key.refused(error);
    if (TIME_CODES.has(error.code)) {
      showErrors({ start: [error.message] }, "", messages.notBooked);
      this.emit("timeRefused", error);
    } else if (!showErrors(error.body?.fields ?? {}, "", error.message)) {
      byId("form-error").focus();
    }
  }

  #setRunning(running: boolean) {
    this.#running = running;
    byId("book").setAttribute("aria-disabled", String(running));
    this.emit("running");
  }
}

interface MissingFieldsChosen {
  patient: number | null;
  doctor: number | null;
  start: string | null;
}

function missingFields({ patient, doctor, start }: MissingFieldsChosen) {
  const missing: Record<string, string[]> = {};
  if (!patient) missing.patient = [messages.needPatient];
  if (!doctor) missing.doctor = [messages.needDoctor];
  else if (!start) missing.start = [messages.needTime];
  if (!value("complaint").trim()) missing.complaint = [messages.needComplaint];
  return missing;
}

function bodyOf(chosen: { patient: number | null; doctor: number | null; start: string | null }) {
  const overbook = document.getElementById("id_overbook") as HTMLInputElement | null;
  return {
    ...chosen,
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
