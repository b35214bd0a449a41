/**
 * One appointment as the panel shows it: read anew when it changes, its forms left as they are. It
 * answers for its own appointment, even where the panel has gone on to another.
 */
import { corrector, readConfig } from "../../core/config.js";
import { el, throttle } from "../../core/dom.js";
import { messages } from "../../core/messages.js";
import { about } from "../../appointment/error-text.js";
import { ORIGIN_ID } from "../../core/origin.js";
import { serverNow } from "../../core/server-time.js";
import { versionOf } from "../../realtime/appointment-store.js";
import { toast } from "../../shell/toast.js";
import { notice } from "../notices.js";
import { frame } from "./details-view.js";
import { redraw } from "./section.js";
import { letFormBe, paintSections } from "./sections.js";

/** Several channels tell the same change, which is read once; a stream of changes, so often. */
const REREAD_MS = 500;
const NOT_FOUND = 404;

/** @typedef {import("../../core/types.js").CalendarEvent} CalendarEvent */

export class Sheet {
  #parts;
  #frame;
  #panel;
  /** As it was read. @type {CalendarEvent | null} */
  #event = null;
  /** As it is drawn. @type {CalendarEvent | null} */
  #painted = null;
  /** The newest version that another desk is known to have made. */
  #heardOf = 0;
  #failed = false;
  /** Whether the note goes as soon as the appointment is read: "Loading", or that it failed. */
  #noteUntilRead = false;
  #draft = { reason: "", by: "patient", place: false, correction: false };
  #mayCorrect = corrector(readConfig());
  #reread = throttle(() => this.#readIfBehind(), REREAD_MS);

  /**
   * @param {string} id
   * @param {import("./panel.js").DetailsParts} parts
   * @param {object} panel
   * @param {() => void} panel.close
   * @param {(sheet: Sheet) => boolean} panel.shows
   * @param {() => void} panel.missing there is no such appointment
   */
  constructor(id, parts, panel) {
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
    const loading = () => [el("p", { class: "faint", text: messages.details.loading })];
    if (known) this.#paint(known);
    else if (!this.#event) this.#note(loading(), true);
  }

  /** Takes the focus, where it stands at the patient's name. */
  focus() {
    const place = this.#frame.head.querySelector("h2") ?? this.#frame.all[0];
    /** @type {HTMLElement} */ (place).focus();
  }

  async read() {
    try {
      const event = await this.#parts.visits.read(this.id);
      if (this.#event && versionOf(event) < versionOf(this.#event)) return;
      if (this.#noteUntilRead) this.#note([]);
      this.#event = event;
      this.#failed = false;
      this.#parts.store.applyRow(event);
      this.#paint(event);
    } catch (/** @type {any} */ error) {
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

  /**
   * @param {CalendarEvent} event
   * @param {import("../../core/types.js").AppointmentMessage | null} message
   */
  onSeen(event, message) {
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

  /** @param {any} error */
  #onFailure(error) {
    if (error.status === NOT_FOUND) {
      this.#note([notice("error", messages.details.missing)], true);
      if (this.#panel.shows(this)) this.#panel.missing();
      return;
    }
    this.#failed = true;
    const retry = { label: messages.tryAgain, run: () => this.read() };
    this.#note([notice("error", `${messages.details.failed} ${error.message}`, [retry])], true);
  }

  /**
   * @param {HTMLElement[]} content
   * @param {boolean} untilRead
   */
  #note(content, untilRead = false) {
    this.#noteUntilRead = untilRead;
    redraw(this.#frame.note, content, () => this.focus());
  }

  /**
   * Says it in the panel; where that shows another appointment by now, at the foot of the page with
   * the patient's name. What may be done about it stays in the panel, for whoever comes back.
   * @type {import("./changes.js").Work["say"]}
   */
  #say(text, kind = "info", actions = []) {
    this.#note(text ? [notice(kind, text, actions)] : []);
    if (text && !this.#panel.shows(this)) toast(about(this.#newest, text));
  }

  /** @param {CalendarEvent} event */
  #paint(event) {
    this.#painted = event;
    paintSections(this.#frame, event, {
      work: this.#work(),
      mayCorrect: this.#mayCorrect,
      bookingPage: this.#parts.bookingPage,
      lost: () => this.focus(),
    });
  }

  /** @returns {import("./changes.js").Work} */
  #work() {
    const { visits, clock, stateLabel, doctors, mayMove } = this.#parts;
    return {
      event: () => this.#newest,
      visits,
      clock,
      stateLabel,
      doctors,
      mayMove,
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
    const read = /** @type {CalendarEvent} */ (this.#painted);
    const held = this.#parts.store.get(this.id);
    return held && versionOf(held) > versionOf(read) ? { ...read, ...held } : read;
  }
}
