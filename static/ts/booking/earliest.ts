/** The earliest free times over all doctors of the chosen department, by the patient's wishes. */
import { byId, el } from "../core/dom.ts";
import { Signal } from "../core/signal.ts";
import { messages } from "./messages.ts";
import type { Api, Failure } from "../core/api.ts";
import type { Clock } from "../core/clock.ts";
import type { Times } from "./slots.ts";

const NOON = "12:00";

/** A free time of one doctor, as the API sends it. */
export interface Offer extends Times {
  doctor: { id: number; name: string };
}

export interface Wishes {
  timeOfDay: string;
  /** 0 is Monday. */
  weekdays: string[];
  /** YYYY-MM-DD, or empty for today. */
  since: string;
}

interface EarliestParts {
  api: Api;
  clock: Clock;
  /** The chosen patient's id, or null. */
  patient: () => number | null;
}

export class Earliest {
  readonly onChoose = new Signal<[offer: Offer]>();
  #api: Api;
  #clock: Clock;
  #patient: () => number | null;
  #details = byId<HTMLDetailsElement>("earliest");
  #list = byId("earliest-list");
  #department = byId<HTMLSelectElement>("id_department");
  /** The question whose answer is shown or being loaded. */
  #key = "";
  #reading: AbortController | null = null;

  constructor({ api, clock, patient }: EarliestParts) {
    this.#api = api;
    this.#clock = clock;
    this.#patient = patient;
    this.#details.addEventListener("toggle", () => {
      this.#key = "";
      this.update();
    });
    byId("booking").addEventListener("change", () => this.update());
    this.update();
  }

  /** The form may have changed: loads the times again if they are shown and the question is another one. */
  update() {
    const [all, ...departments] = this.#department.options;
    const chosen = this.#department.selectedOptions[0] ?? all;
    byId("earliest-head").textContent = chosen.value
      ? messages.earliestIn(chosen.text)
      : messages.earliestInAll;
    if (!this.#details.open) return;
    const ids = chosen.value ? [chosen.value] : departments.map(({ value }) => value);
    const question = {
      department: ids,
      visit_type: byId<HTMLSelectElement>("id_visit_type").value,
      patient: this.#patient(),
      ...wishesQuery(readWishes()),
    };
    const key = JSON.stringify(question);
    if (key === this.#key) return;
    this.#key = key;
    this.#load(question);
  }

  async #load(question: object) {
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    this.#list.setAttribute("aria-busy", "true");
    try {
      const offers = await this.#api.get<Offer[]>("/api/earliest/", question, reading.signal);
      if (this.#reading === reading) this.#show(offers);
    } catch (error) {
      if (this.#reading !== reading) return;
      this.#key = "";
      this.#show([], (error as Failure).message);
    }
  }

  #show(offers: Offer[], problem = "") {
    const count = offers.length ? messages.earliestFound(offers.length) : messages.earliestNone;
    byId("earliest-note").textContent = problem || count;
    this.#list.removeAttribute("aria-busy");
    this.#list.replaceChildren(
      ...offers.map((offer) =>
        el(
          "li",
          {},
          el(
            "button",
            {
              type: "button",
              class: "btn btn-quiet",
              "data-testid": "earliest-time",
              onclick: () => this.#choose(offer),
            },
            el("span", { class: "tabular", text: this.#text(offer) }),
            el("span", { class: "text-muted", text: offer.doctor.name }),
          ),
        ),
      ),
    );
  }

  #choose(offer: Offer) {
    this.#details.open = false;
    this.onChoose.emit(offer);
    byId("announcements").textContent = messages.earliestChosen(
      this.#clock.span(offer.start, offer.end),
      offer.doctor.name,
    );
  }

  #text({ start }: Offer) {
    return `${this.#clock.day(start)}, ${this.#clock.time(start)}`;
  }
}

/** The wishes as parameters of the API. */
export function wishesQuery({ timeOfDay, weekdays, since }: Wishes) {
  return {
    from: since,
    weekday: weekdays,
    after: timeOfDay === "afternoon" ? NOON : "",
    before: timeOfDay === "morning" ? NOON : "",
  };
}

function readWishes(): Wishes {
  const boxes = document.querySelectorAll<HTMLInputElement>("[name=wish-weekday]:checked");
  return {
    timeOfDay: byId<HTMLSelectElement>("id_wish-time_of_day").value,
    weekdays: [...boxes].map(({ value }) => value),
    since: byId<HTMLInputElement>("id_wish-since").value,
  };
}
