/** The patient's appointments as HTML of the server, loaded again when the store has other versions. */
import { REFRESH } from "../core/api.ts";
import { byId } from "../core/dom.ts";
import { ORIGIN_ID } from "../core/origin.ts";
import { leaveFor } from "./merged-record.ts";
import { versionOf, type AppointmentStore, type Change } from "../realtime/appointment-store.ts";

const RETRY_MS = 3_000;
/** How long a change of another desk is highlighted. */
const HIGHLIGHT_MS = 2_000;
/** The ids of the elements that an answer replaces. */
const PARTS = ["patient-about", "merged-notice", "appointments", "merged"];

export class AppointmentList {
  #store: AppointmentStore;
  /** The ids of the appointments that another desk has just changed. */
  #highlighted = new Set<string>();
  #reading = false;
  #again = false;

  constructor(store: AppointmentStore) {
    this.#store = store;
  }

  /** Loads the lists again if they differ from the store. */
  compare(change?: Change) {
    if (change?.message && change.message.origin !== ORIGIN_ID) {
      this.#highlight(String(change.message.appointment.id));
    }
    const stored = this.#store
      .all()
      .map((event) => ({ id: String(event.id), version: versionOf(event) }));
    if (differs(displayed(), stored)) this.read();
  }

  /** Loads the page again, and once more if called meanwhile; focus and scroll position stay. */
  async read() {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = true;
    this.#again = false;
    try {
      const { page, address } = await load(location.href);
      if (isOther(page)) leaveFor(address);
      else this.#replace(page);
    } catch {
      setTimeout(() => this.compare(), RETRY_MS);
    }
    this.#reading = false;
    if (this.#again) this.read();
  }

  #replace(page: Document) {
    const focused = document.activeElement?.id;
    for (const id of PARTS) {
      const part = page.getElementById(id);
      if (part) byId(id).replaceChildren(...part.childNodes);
    }
    for (const row of rows()) {
      row.classList.toggle("is-fresh", this.#highlighted.has(row.dataset.id ?? ""));
    }
    if (focused && document.activeElement?.id !== focused) {
      document.getElementById(focused)?.focus({ preventScroll: true });
    }
  }

  #highlight(id: string) {
    this.#highlighted.add(id);
    setTimeout(() => this.#highlighted.delete(id), HIGHLIGHT_MS);
  }
}

async function load(address: string) {
  const answer = await fetch(address, { credentials: "same-origin", headers: REFRESH });
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { page, address: answer.url };
}

/** Whether the server shows another record: this one was merged into it. */
function isOther(page: Document) {
  const shown = page.getElementById("patient")?.dataset.patient;
  return shown !== undefined && shown !== byId("patient").dataset.patient;
}

function rows() {
  return [...document.querySelectorAll<HTMLElement>("#appointments [data-id]")];
}

function displayed() {
  return rows().map(({ dataset: { id = "", version } }) => ({ id, version: Number(version) }));
}

interface Versioned {
  id: string;
  version: number;
}

/** Whether the displayed versions differ from the stored ones. */
export function differs(displayed: Versioned[], stored: Versioned[]) {
  const versions = new Map(displayed.map(({ id, version }) => [id, version]));
  return (
    displayed.length !== stored.length ||
    stored.some(({ id, version }) => versions.get(id) !== version)
  );
}
