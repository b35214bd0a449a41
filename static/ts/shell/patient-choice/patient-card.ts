/** The chosen patient: the card at the top of the form, and the value that the form sends. */
import { byId } from "../../core/dom.ts";
import { messages as common } from "../../core/messages.ts";
import { nameElement, nameText, noteElement } from "../../core/patient.ts";
import { Signal } from "../../core/signal.ts";
import { factNodes, initialsOf, type FactsOf } from "../patient-search/facts.ts";
import { messages } from "./messages.ts";
import type { Api } from "../../core/api.ts";
import type { Clock } from "../../core/clock.ts";
import type { Patient } from "../../core/types.ts";

interface Attendance {
  /** `at`: ISO 8601. */
  last_seen: { at: string; department: string } | null;
  /** Of the last year. */
  no_shows: number;
}

const NOT_KNOWN: Attendance = { last_seen: null, no_shows: 0 };

export class PatientCard {
  readonly onChoose = new Signal();
  #api: Pick<Api, "get">;
  #clock: Clock;
  #factsOf: FactsOf;

  /** `api`: must not ask for a password. */
  constructor(api: Pick<Api, "get">, clock: Clock, factsOf: FactsOf) {
    this.#api = api;
    this.#clock = clock;
    this.#factsOf = factsOf;
    const name = byId("patient-name").textContent?.trim() ?? "";
    if (name) byId("patient-initials").textContent = initialsOf(name);
    byId("patient-finder").addEventListener("toggle", () => {
      if (byId<HTMLDetailsElement>("patient-finder").open && this.value) {
        byId("id_q").focus();
      }
    });
  }

  /** The chosen patient's id, also if chosen by the radio buttons of the server's page. */
  get value() {
    const { form } = byId<HTMLInputElement>("id_patient");
    return Number(new FormData(form ?? undefined).getAll("patient").at(-1)) || null;
  }

  choose(patient: Patient) {
    this.replace(patient);
    this.onChoose.emit();
  }

  /** Shows and sends another record of the chosen patient; the focus stays. */
  replace(patient: Patient) {
    byId<HTMLInputElement>("id_patient").value = String(patient.id);
    byId("patient-name").replaceChildren(nameElement(patient));
    byId("patient-initials").textContent = initialsOf(patient.name);
    byId("patient-facts").replaceChildren(...factNodes(this.#factsOf(patient)));
    const note = noteElement(patient);
    byId("patient-note").replaceChildren(...(note ? [note] : []));
    this.#addHistory(patient);
    byId("patient-card").hidden = false;
    byId("patient-change").hidden = false;
    byId<HTMLDetailsElement>("patient-finder").open = false;
    for (const radio of document.querySelectorAll("input[type=radio][name=patient]"))
      radio.remove();
    byId("announcements").textContent = messages.chosen(nameText(patient));
  }

  /** For the next patient of a form that stays open. */
  clear() {
    byId<HTMLInputElement>("id_patient").value = "";
    byId("patient-card").hidden = true;
    byId("patient-change").hidden = true;
    byId<HTMLDetailsElement>("patient-finder").open = true;
  }

  /** Adds the last visit and the missed ones; without an answer the card has none. */
  async #addHistory({ id }: Patient) {
    const answer = this.#api.get<Attendance>(`/api/patients/${id}/`);
    const { last_seen: seen, no_shows: missed } = await answer.catch(() => NOT_KNOWN);
    if (this.value !== id) return;
    const facts = [
      seen && messages.lastSeen(this.#clock.day(seen.at), seen.department),
      missed > 0 && common.noShows(missed),
    ].filter(Boolean);
    byId("patient-facts").append(...facts.map((fact) => ` · ${fact}`));
  }
}
