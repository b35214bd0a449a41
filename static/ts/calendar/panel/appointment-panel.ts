/**
 * One appointment in the panel: read again when it changes, its forms left as they are. It stays
 * responsible for its own appointment when the panel shows another one.
 */
import { canEdit, readConfig } from "../../core/config.ts";
import { el, throttle } from "../../core/dom.ts";
import { messages } from "../../core/messages.ts";
import { about } from "../../appointment/refusal.ts";
import { ORIGIN_ID } from "../../core/origin.ts";
import { serverNow } from "../../core/server-time.ts";
import { versionOf } from "../../realtime/appointment-store.ts";
import { toast } from "../../shell/toast.ts";
import { notice } from "../notices.ts";
import { frame, type Frame } from "./details-view.ts";
import { redraw } from "./section.ts";
import { cancelForm, renderSections } from "./sections.ts";
import type { AppointmentApi } from "../../appointment/api.ts";
import type { Clock } from "../../core/clock.ts";
import type { Statuses } from "../../core/statuses.ts";
import type { AppointmentMessage, CalendarEvent } from "../../core/types.ts";
import type { AppointmentStore } from "../../realtime/appointment-store.ts";
import type { Action, Work } from "./changes.ts";
import type { Failure } from "../../core/api.ts";

/** At most one read in this time (milliseconds): several channels carry the same change. */
const REREAD_MS = 500;
const NOT_FOUND = 404;

export interface AppointmentPanelParts {
  appointments: AppointmentApi;
  store: AppointmentStore;
  clock: Clock;
  statuses: Statuses;
  doctors: { id: number; name: string }[];
  mayReschedule: (event: CalendarEvent) => boolean;
  /** Empty if this user may not book. */
  bookingPage: string;
}

interface PanelHost {
  close: () => void;
  /** Whether this appointment is the one shown now. */
  shows: (panel: AppointmentPanel) => boolean;
  /** There is no such appointment. */
  missing: () => void;
}

export class AppointmentPanel {
  readonly id: string;

  #parts: AppointmentPanelParts;
  #frame: Frame;
  #host: PanelHost;
  /** As last read. */
  #event: CalendarEvent | null = null;
  /** As last rendered. */
  #rendered: CalendarEvent | null = null;
  /** The newest version known from an event. */
  #knownVersion = 0;
  #failed = false;
  /** Whether a successful read removes the note ("Loading…" or a failure). */
  #noteUntilRead = false;
  #draft = { reason: "", by: "patient", reschedule: false, correction: false };
  #config = readConfig();
  #reread = throttle(() => this.#readIfBehind(), REREAD_MS);

  constructor(id: string, parts: AppointmentPanelParts, host: PanelHost) {
    this.id = id;
    this.#parts = parts;
    this.#host = host;
    this.#frame = frame(host.close);
  }

  /** The panel's content. */
  get elements() {
    return this.#frame.all;
  }

  /** Whether a form has unsent input. */
  get isTyped() {
    const { reason, reschedule, correction } = this.#draft;
    return reason !== "" || reschedule || correction;
  }

  /** Shows what the store holds until it is read. */
  begin() {
    const known = this.#parts.store.get(this.id);
    const loading = () => [el("p", { class: "text-muted", text: messages.details.loading })];
    if (known) this.#render(known);
    else if (!this.#event) this.#note(loading(), true);
  }

  /** Moves the focus to the patient's name. */
  focus() {
    const name = this.#frame.head.querySelector("h2") ?? this.#frame.all[0];
    (name as HTMLElement).focus();
  }

  async read() {
    try {
      const event = await this.#parts.appointments.read(this.id, this.#event !== null);
      if (this.#event && versionOf(event) < versionOf(this.#event)) return;
      if (this.#noteUntilRead) this.#note([]);
      this.#event = event;
      this.#failed = false;
      this.#parts.store.applyRow(event);
      this.#render(event);
    } catch (error) {
      if (!this.#event) this.#onFailure(error as Failure);
    }
  }

  #readIfBehind() {
    if (!this.#event || this.#knownVersion > versionOf(this.#event)) this.read();
  }

  /** Reads the appointment if the loaded page holds a newer version, or does not hold it. */
  async catchUp() {
    const held = this.#parts.store.get(this.id);
    const newer = held && this.#event && versionOf(held) > versionOf(this.#event);
    if (this.#failed || !held || newer) await this.read();
  }

  onSeen(event: CalendarEvent, message: AppointmentMessage | null) {
    if (!message || versionOf(event) <= (this.#event ? versionOf(this.#event) : 0)) return;
    if (message.origin !== ORIGIN_ID) {
      const time = this.#parts.clock.time(serverNow());
      const name = message.by?.name;
      const text = name ? messages.changedBy(name, time) : messages.changedAt(time);
      this.#note([notice("info", text)]);
    }
    this.#knownVersion = versionOf(event);
    if (this.#host.shows(this)) this.#reread();
  }

  /** Closes an open form and keeps its input; returns whether there was one. */
  cancelForm() {
    return cancelForm(this.#frame);
  }

  #onFailure(error: Failure) {
    if (error.status === NOT_FOUND) {
      this.#note([notice("error", messages.details.missing)], true);
      if (this.#host.shows(this)) this.#host.missing();
      return;
    }
    this.#failed = true;
    const retry = { label: messages.tryAgain, run: () => this.read() };
    this.#note([notice("error", `${messages.details.failed} ${error.message}`, [retry])], true);
  }

  #note(content: HTMLElement[], untilRead = false) {
    this.#noteUntilRead = untilRead;
    redraw(this.#frame.note, content, () => this.focus());
  }

  /**
   * Shows a note with its actions in the panel; if that shows another appointment by now, also a
   * toast with the patient's name.
   */
  #say(text: string, kind: "info" | "error" = "info", actions: Action[] = []) {
    this.#note(text ? [notice(kind, text, actions)] : []);
    if (text && !this.#host.shows(this)) toast(about(this.#newest, text));
  }

  #render(event: CalendarEvent) {
    this.#rendered = event;
    renderSections(this.#frame, event, {
      work: this.#work(),
      mayCorrect: canEdit(this.#config),
      patientFacts: this.#config.patientFacts,
      bookingPage: this.#parts.bookingPage,
      onFocusLost: () => this.focus(),
    });
  }

  #work(): Work {
    const { appointments, clock, statuses, doctors, mayReschedule } = this.#parts;
    return {
      event: () => this.#newest,
      appointments,
      clock,
      statuses,
      doctors,
      mayReschedule,
      draft: this.#draft,
      say: this.#say.bind(this),
      tell: toast,
      refresh: async () => {
        if (this.#host.shows(this)) await this.read();
      },
    };
  }

  /** The newer of what was read and what the store holds. */
  get #newest() {
    const read = this.#rendered as CalendarEvent;
    const held = this.#parts.store.get(this.id);
    return held && versionOf(held) > versionOf(read) ? { ...read, ...held } : read;
  }
}
