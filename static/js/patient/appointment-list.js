/** The patient's appointments as the server draws them, drawn anew when the store holds others. */
import { byId } from "../core/dom.js";
import { ORIGIN_ID } from "../core/origin.js";
import { versionOf } from "../realtime/appointment-store.js";
import { differs } from "./differs.js";

const RETRY_MS = 3_000;
const FRESH_MS = 2_000;
/** What an answer replaces: the patient's name and facts, and the lists. */
const PARTS = ["patient-about", "visits"];

export class VisitList {
  #store;
  /** Appointments that another desk has just changed. @type {Set<string>} */
  #fresh = new Set();
  #reading = false;
  #again = false;

  /** @param {import("../realtime/appointment-store.js").Store} store */
  constructor(store) {
    this.#store = store;
  }

  /** Reads the page's lists anew where they are not what the store holds. @param {import("../realtime/appointment-store.js").Change} [change] */
  compare(change) {
    if (change?.message && change.message.origin !== ORIGIN_ID) {
      this.#freshen(String(change.message.appointment.id));
    }
    const held = this.#store
      .all()
      .map((event) => ({ id: String(event.id), version: versionOf(event) }));
    if (differs(shown(), held)) this.read();
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

  /** @param {Document} page */
  #draw(page) {
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

  /** @param {string} id */
  #freshen(id) {
    this.#fresh.add(id);
    setTimeout(() => this.#fresh.delete(id), FRESH_MS);
  }
}

/** @param {string} address */
async function page(address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function rows() {
  return /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#visits [data-id]")]);
}

function shown() {
  return rows().map(({ dataset: { id = "", version } }) => ({ id, version: Number(version) }));
}
