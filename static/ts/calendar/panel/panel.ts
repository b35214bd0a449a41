/** The panel beside the calendar: shows one appointment at a time and keeps it up to date. */
import { closeDrawers, openDrawer } from "../../shell/drawer.ts";
import { AppointmentPanel, type AppointmentPanelParts } from "./appointment-panel.ts";

export interface DetailsPanelParts extends AppointmentPanelParts {
  onOpen: (id: string) => void;
  /** There is no such appointment. */
  onMissing: () => void;
  /** `hadFocus`: whether the focus was in the panel, or nowhere. */
  onClose: (id: string, hadFocus: boolean) => void;
}

export class DetailsPanel {
  #element: HTMLElement;
  #parts: DetailsPanelParts;
  #shown: AppointmentPanel | null = null;
  /** Appointments that were left with unsent input, by id. */
  #drafts = new Map<string, AppointmentPanel>();

  constructor(element: HTMLElement, parts: DetailsPanelParts) {
    this.#element = element;
    this.#parts = parts;
    parts.store.onSeen.add((event, message) => {
      for (const each of [this.#shown, ...this.#drafts.values()]) {
        if (each?.id === String(event.id)) each.onSeen(event, message);
      }
    });
  }

  /** `byKey`: moves the focus into the panel. */
  async open(id: string, byKey = false) {
    if (id !== this.#shown?.id) this.#show(id);
    openDrawer(this.#element);
    if (byKey) this.#shown?.focus();
    this.#parts.onOpen(id);
    await this.#shown?.read();
  }

  close() {
    if (!this.#shown) return;
    const { id } = this.#shown;
    const focused = document.activeElement;
    const hadFocus = focused === document.body || this.#element.contains(focused);
    this.#leave();
    closeDrawers();
    this.#element.hidden = true;
    this.#element.replaceChildren();
    this.#parts.onClose(id, hadFocus);
  }

  /** Escape: closes an open form, else the panel. */
  back() {
    if (!this.#shown?.cancelForm()) this.close();
  }

  /** Reads the appointment again where the page's data was loaded again and it may be behind. */
  catchUp() {
    this.#shown?.catchUp();
  }

  #show(id: string) {
    this.#leave();
    const draft = this.#drafts.get(id);
    this.#drafts.delete(id);
    this.#shown = draft?.isTyped ? draft : this.#make(id);
    this.#element.replaceChildren(...this.#shown.elements);
    this.#element.hidden = false;
    this.#shown.begin();
  }

  #leave() {
    if (this.#shown?.isTyped) this.#drafts.set(this.#shown.id, this.#shown);
    this.#shown = null;
  }

  #make(id: string) {
    return new AppointmentPanel(id, this.#parts, {
      close: () => this.close(),
      shows: (panel) => panel === this.#shown,
      missing: () => this.#parts.onMissing(),
    });
  }
}
