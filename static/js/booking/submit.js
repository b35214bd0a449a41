/** Sends the booking once, however often the button is pressed. */
import { byId } from "../core/dom.js";
import { Emitter } from "../core/emitter.js";
import { clearErrors, showErrors } from "../shell/form-errors.js";
import { RequestKey } from "./request-key.js";
import { words } from "./words.js";

/** Refusals that belong to the time. */
const TIME_CODES = new Set(["clash", "closed", "held"]);

/**
 * Tells `booked` (CalendarEvent) and `timeRefused` (error).
 */
export class Booking extends Emitter {
  #api;
  #running = false;
  #key = new RequestKey();

  /** @param {import("../core/api.js").Api} api */
  constructor(api) {
    super();
    this.#api = api;
  }

  /** Whether an answer is awaited, or has come and the page is about to leave. */
  get running() {
    return this.#running;
  }

  /**
   * @param {{patient: number | null, doctor: number | null, start: string | null}} chosen
   */
  async send(chosen) {
    if (this.#running) return;
    clearErrors();
    const missing = missingFields(chosen);
    if (Object.keys(missing).length) {
      showErrors(missing, "", words.notBooked);
      return;
    }
    this.#setRunning(true);
    try {
      const body = bodyOf(chosen);
      const options = { idempotencyKey: this.#key.for(JSON.stringify(body)) };
      this.emit("booked", await this.#api.post("/api/appointments/", body, options));
    } catch (/** @type {any} */ error) {
      this.#setRunning(false);
      this.#refused(error);
    }
  }

  /** @param {any} error */
  #refused(error) {
    this.#key.refused(error);
    if (TIME_CODES.has(error.code)) {
      showErrors({ start: [error.message] }, "", words.notBooked);
      this.emit("timeRefused", error);
    } else if (!showErrors(error.body?.fields ?? {}, "", error.message)) {
      byId("form-error").focus();
    }
  }

  /** @param {boolean} running */
  #setRunning(running) {
    this.#running = running;
    byId("book").setAttribute("aria-disabled", String(running));
    this.emit("running");
  }
}

/** @param {{patient: number | null, doctor: number | null, start: string | null}} chosen */
function missingFields({ patient, doctor, start }) {
  /** @type {Record<string, string[]>} */
  const missing = {};
  if (!patient) missing.patient = [words.needPatient];
  if (!doctor) missing.doctor = [words.needDoctor];
  else if (!start) missing.start = [words.needTime];
  if (!value("complaint").trim()) missing.complaint = [words.needComplaint];
  return missing;
}

/** @param {{patient: number | null, doctor: number | null, start: string | null}} chosen */
function bodyOf(chosen) {
  const overbook = /** @type {HTMLInputElement | null} */ (document.getElementById("id_overbook"));
  return {
    ...chosen,
    visit_type: Number(value("visit_type")) || null,
    complaint: value("complaint"),
    notes: value("notes"),
    ...(overbook?.checked && { overbook: true }),
    ...(overbook && value("reason") && { reason: value("reason") }),
  };
}

/** @param {string} name */
function value(name) {
  return /** @type {HTMLInputElement} */ (byId(`id_${name}`)).value;
}
