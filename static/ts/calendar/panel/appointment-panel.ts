/**
 * One appointment as the panel shows it: read anew when it changes, its forms left as they are. It
 * answers for its own appointment, even where the panel has gone on to another.
 */
import { canEdit, readConfig } from "../../core/config.ts";
import { el, throttle } from "../../core/dom.ts";
import { messages } from "../../core/messages.ts";
import { about } from "../../appointment/error-text.ts";
import { ORIGIN_ID } from "../../core/origin.ts";
import { serverNow } from "../../core/server-time.ts";
import { versionOf } from "../../realtime/appointment-store.ts";
import { toast } from "../../shell/toast.ts";
import { notice } from "../notices.ts";
import { frame, type Frame } from "./details-view.ts";
import { redraw } from "./section.ts";
import { letFormBe, renderSections } from "./sections.ts";
import type { AppointmentApi } from "../../appointment/api.ts";
import type { Clock } from "../../core/clock.ts";
import type { AppointmentMessage, CalendarEvent } from "../../core/types.ts";
import type { AppointmentStore } from "../../realtime/appointment-store.ts";
import type { Action, Work } from "./changes.ts";

/** Several channels tell the same change, which is read once; a stream of changes, so often. */
const REREAD_MS = 500;
const NOT_FOUND = 404;

export interface DetailsParts {
  appointments: AppointmentApi;
  store: AppointmentStore;
  clock: Clock;
  stateLabel: (state: string) => string;
  doctors: { id: number; name: string }[];
  mayReschedule: (event: CalendarEvent) => boolean;
  /** Empty for whoever may not book. */
  bookingPage: string;
}

interface SheetPanel {
  close: () => void;
  shows: (sheet: Sheet) => boolean;
  /** There is no such appointment. */
  missing: () => void;
}

export class Sheet {
  readonly id: string;

  #parts: DetailsParts;
  #frame: Frame;
  #panel: SheetPanel;
  /** As it was read. */
  #event: CalendarEvent | null = null;
  /** As it is drawn. */
  #rendered: CalendarEvent | null = null;
  /** The newest version that another desk is known to have made. */
  #heardOf = 0;
  #failed = false;
  /** Whether the note goes as soon as the appointment is read: "Loading", or that it failed. */
  #noteUntilRead = false;
  #draft = { reason: "", by: "patient", place: false, correction: false };
  #mayCorrect = canEdit(readConfig());
  #reread = throttle(() => this.#readIfBehind(), REREAD_MS);

  constructor(id: string, parts: DetailsParts, panel: SheetPanel) {
    this.id = id;
    this.#parts = parts;
    this.#panel = panel;
    this.#frame = frame(panel.close);
  }

  /** What stands in the panel. */
  get elements() {
    return this.#frame.all;
  }

  /** Whether something is typed here that was not sent. */
  get isTyped() {
    const { reason, place, correction } = this.#draft;
    return reason !== "" || place || correction;
  }

  /** Shows what is known before it is read. */
  begin() {
    const known = this.#parts.store.get(this.id);
    const loading = () => [el("p", { class: "text-muted", text: messages.details.loading })];
    if (known) this.#render(known);
    else if (!this.#event) this.#note(loading(), true);
  }

  /** Takes the focus, where it stands at the patient's name. */
  focus() {
    const place = this.#frame.head.querySelector("h2") ?? this.#frame.all[0];
    (place as HTMLElement).focus();
  }

  async read() {
    try {
      const event = await this.#parts.appointments.read(this.id);
      if (this.#event && versionOf(event) < versionOf(this.#event)) return;
      if (this.#noteUntilRead) this.#note([]);
      this.#event = event;
      this.#failed = false;
      this.#parts.store.applyRow(event);
      this.#render(event);
    } catch (error: any) {
      if (!this.#event) this.#onFailure(error);
    }
  }

  #readIfBehind() {
    if (!this.#event || this.#heardOf > versionOf(this.#event)) this.read();
  }

  /** The page is up to date again: what it was not told of is read. */
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
    this.#heardOf = versionOf(event);
    if (this.#panel.shows(this)) this.#reread();
  }

  /** Closes a form that is open, what is typed kept; whether there was one. */
  letBe() {
    return letFormBe(this.#frame);
  }

  #onFailure(error: any) {
    if (error.status === NOT_FOUND) {
      this.#note([notice("error", messages.details.missing)], true);
      if (this.#panel.shows(this)) this.#panel.missing();
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
   * Says it in the panel; where that shows another appointment by now, at the foot of the page with
   * the patient's name. What may be done about it stays in the panel, for whoever comes back.
   */
  #say(text: string, kind: "info" | "error" = "info", actions: Action[] = []) {
    this.#note(text ? [notice(kind, text, actions)] : []);
    if (text && !this.#panel.shows(this)) toast(about(this.#newest, text));
  }

  #render(event: CalendarEvent) {
    this.#rendered = event;
    renderSections(this.#frame, event, {
      work: this.#work(),
      mayCorrect: this.#mayCorrect,
      bookingPage: this.#parts.bookingPage,
      lost: () => this.focus(),
    });
  }

  #work(): Work {
    const { appointments, clock, stateLabel, doctors, mayReschedule } = this.#parts;
    return {
      event: () => this.#newest,
      appointments,
      clock,
      stateLabel,
      doctors,
      mayReschedule,
      draft: this.#draft,
      say: this.#say.bind(this),
      tell: toast,
      refresh: async () => {
        if (this.#panel.shows(this)) await this.read();
      },
    };
  }

  /** What was read last, or what an own change has made of it since. */
  get #newest() {
    const read = this.#rendered as CalendarEvent;
    const held = this.#parts.store.get(this.id);
    return held && versionOf(held) > versionOf(read) ? { ...read, ...held } : read;
  }
}
