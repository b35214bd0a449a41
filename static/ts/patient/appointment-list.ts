/** The patient's appointments as the server draws them, drawn anew when the store holds others. */
import { byId } from "../core/dom.ts";
import { ORIGIN_ID } from "../core/origin.ts";
import { versionOf, type Change, type AppointmentStore } from "../realtime/appointment-store.ts";
import { differs } from "./differs.ts";

const RETRY_MS = 3_000;
const FRESH_MS = 2_000;
/** What an answer replaces: the patient's name and facts, and the lists. */
const PARTS = ["patient-about", "appointments"];

export class AppointmentList {
  #store: AppointmentStore;
  /** Appointments that another desk has just changed. */
  #fresh = new Set<string>();
  #reading = false;
  #again = false;

  constructor(store: AppointmentStore) {
    this.#store = store;
  }

  /** Reads the page's lists anew where they are not what the store holds. */
  compare(change?: Change) {
    if (change?.message && change.message.origin !== ORIGIN_ID) {
      this.#freshen(String(change.message.appointment.id));
    }
    const stored = this.#store
      .all()
      .map((event) => ({ id: String(event.id), version: versionOf(event) }));
    if (differs(shown(), stored)) this.read();
  }

  /** Reads the page anew, as often as it takes; focus and scroll stay where they are. */
  async read() {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = true;
    this.#again = false;
    try {
      this.#draw(await page(location.href));
    } catch {
      setTimeout(() => this.compare(), RETRY_MS);
    }
    this.#reading = false;
    if (this.#again) this.read();
  }

  #draw(page: Document) {
    const focused = document.activeElement?.id;
    for (const id of PARTS) {
      const part = page.getElementById(id);
      if (part) byId(id).replaceChildren(...part.childNodes);
    }
    for (const row of rows()) {
      row.classList.toggle("is-fresh", this.#fresh.has(row.dataset.id ?? ""));
    }
    if (focused && document.activeElement?.id !== focused) {
      document.getElementById(focused)?.focus({ preventScroll: true });
    }
  }

  #freshen(id: string) {
    this.#fresh.add(id);
    setTimeout(() => this.#fresh.delete(id), FRESH_MS);
  }
}

async function page(address: string) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function rows() {
  return [...document.querySelectorAll("#appointments [data-id]")] as HTMLElement[];
}

function shown() {
  return rows().map(({ dataset: { id = "", version } }) => ({ id, version: Number(version) }));
}
