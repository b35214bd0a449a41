/** The small month beside the calendar: shows the visible range and chooses a day. */
import { el, icon } from "../core/dom.ts";
import { messages } from "../core/messages.ts";
import { addTo, weeksOf } from "./month-grid.ts";
import type { Clock } from "../core/clock.ts";

export class MiniMonth {
  #root: HTMLElement;
  #language: string;
  #formats = new Map<string, Intl.DateTimeFormat>();
  #clock: Clock;
  #onChoose: (date: string) => void;
  /** YYYY-MM-DD, a day of the month shown. */
  #shown = "";
  #range = { start: "", end: "", date: "" };

  /** `onChoose`: called with YYYY-MM-DD. */
  constructor(root: HTMLElement, language: string, clock: Clock, onChoose: (date: string) => void) {
    this.#root = root;
    this.#language = language;
    this.#clock = clock;
    this.#onChoose = onChoose;
    root.addEventListener("keydown", (event) => this.#onKey(event));
  }

  show({ start, end, date }: { start: Date; end: Date; date: string }) {
    this.#range = { start: this.#clock.date(start), end: this.#clock.date(end), date };
    this.#shown = date;
    this.#render();
  }

  #turn(months: number) {
    this.#shown = addTo(this.#shown, { months });
    this.#render();
  }

  #render() {
    const refocus = this.#root.contains(document.activeElement)
      ? document.activeElement?.getAttribute("aria-label")
      : null;
    const weeks = weeksOf(this.#shown);
    const today = this.#clock.date(Date.now());
    const table = el(
      "table",
      { class: "mini-month" },
      el("caption", {
        class: "visually-hidden",
        text: this.#format({ month: "long", year: "numeric" }),
      }),
      el("thead", {}, el("tr", {}, ...weeks[0].map((date) => this.#weekday(date)))),
      el(
        "tbody",
        {},
        ...weeks.map((week) => el("tr", {}, ...week.map((date) => this.#day(date, today)))),
      ),
    );
    this.#root.replaceChildren(this.#head(), table);
    if (refocus) this.#find(refocus)?.focus();
  }

  #head() {
    const turn = (by: number, label: string, sign: string) =>
      el(
        "button",
        { type: "button", class: "btn-plain", "aria-label": label, onclick: () => this.#turn(by) },
        icon(sign),
      );
    return el(
      "div",
      { class: "mini-month-head" },
      el("strong", { text: this.#format({ month: "long", year: "numeric" }) }),
      turn(-1, messages.earlierMonth, "chevron-left"),
      turn(1, messages.laterMonth, "chevron-right"),
    );
  }

  #weekday(date: string) {
    const long = this.#format({ weekday: "long" }, date);
    return el("th", { scope: "col", abbr: long, text: this.#format({ weekday: "narrow" }, date) });
  }

  #day(date: string, today: string) {
    const shownMonth = date.slice(0, 7) === this.#shown.slice(0, 7);
    const inRange = date >= this.#range.start && date < this.#range.end;
    const chosen = date === this.#range.date;
    const button = el("button", {
      type: "button",
      text: String(Number(date.slice(8))),
      "aria-label": this.#format({ weekday: "long", day: "numeric", month: "long" }, date),
      "aria-current": date === today && "date",
      "aria-pressed": chosen ? "true" : "false",
      tabindex:
        chosen || (!this.#range.date.startsWith(this.#shown.slice(0, 7)) && date.endsWith("-01"))
          ? 0
          : -1,
      dataset: { date },
      onclick: () => this.#onChoose(date),
    });
    const classes = [inRange && "in-range", !shownMonth && "other-month"].filter(Boolean).join(" ");
    return el("td", { class: classes || false }, button);
  }

  /** Arrow keys go from day to day; the table is one tab stop. */
  #onKey(event: KeyboardEvent) {
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
    const step = (steps as Record<string, number>)[event.key];
    const date = (event.target as HTMLElement).dataset.date;
    if (!step || !date) return;
    event.preventDefault();
    const next = addTo(date, { days: step });
    if (!this.#root.querySelector(`[data-date="${next}"]`)) {
      this.#shown = next;
      this.#render();
    }
    this.#root.querySelector<HTMLElement>(`[data-date="${next}"]`)?.focus();
  }

  #find(label: string): HTMLElement | null {
    return this.#root.querySelector(`[aria-label="${CSS.escape(label)}"]`);
  }

  #format(options: Intl.DateTimeFormatOptions, date: string = this.#shown) {
    const key = JSON.stringify(options);
    const format =
      this.#formats.get(key) ??
      new Intl.DateTimeFormat(this.#language, { ...options, timeZone: "UTC" });
    this.#formats.set(key, format);
    return format.format(new Date(`${date}T00:00:00Z`));
  }
}
