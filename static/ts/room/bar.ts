/** The steps at the foot of the window, within the thumb's reach: the main one large. */
import { byId, el, whileBusy } from "../core/dom.ts";
import { messages as words } from "../queue/messages.ts";
import { stepMenu } from "../queue/step-buttons.ts";
import type { Action, QueueEntry } from "../queue/types.ts";
import type { RoomState } from "./state.ts";
import type { RoomSteps } from "./steps.ts";

/** Beside the main step, in this order, and behind the last button. */
const BESIDE: Action[] = ["done", "skip", "recall", "undo"];
const IN_MENU: Action[] = ["transfer", "left"];

interface Step {
  name: string;
  text: string;
  /** Beside the text: which patient. */
  token?: string;
  run: () => Promise<unknown>;
}

export class Bar {
  #bar = byId("room-steps");
  #steps: RoomSteps;
  #shown = "";

  constructor(steps: RoomSteps) {
    this.#steps = steps;
  }

  show(state: RoomState, current: QueueEntry | undefined) {
    const shown = JSON.stringify([current, state.waiting[0], state.mayCall]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const focused = this.#bar.contains(document.activeElement)
      ? (document.activeElement as HTMLElement).dataset.control
      : undefined;
    const main = this.#main(state, current);
    this.#bar.replaceChildren(
      ...(main ? [this.#button(main, "btn btn-primary room-main")] : []),
      ...(current ? [this.#further(state, current, main?.name)] : []),
    );
    if (focused) this.#focus(focused);
  }

  hide() {
    this.#shown = "";
    this.#bar.replaceChildren();
  }

  #main({ waiting, mayCall }: RoomState, current?: QueueEntry): Step | null {
    const next = mayCall ? waiting[0]?.extendedProps.appointment.token : undefined;
    if (!current) return next ? this.#next(next) : null;
    const { actions, token } = current.extendedProps.appointment;
    if (actions.includes("serve")) return this.#step(current, "serve", token);
    if (!actions.includes("done")) return null;
    if (!next) return this.#step(current, "done", token);
    const run = () => this.#steps.doneAndNext(current);
    return { name: "done-next", text: words.doneAndNext, token: next, run };
  }

  #further({ waiting, mayCall }: RoomState, current: QueueEntry, main?: string) {
    const { actions, token } = current.extendedProps.appointment;
    const possible = (each: Action) => actions.includes(each) && each !== main;
    const next = mayCall ? waiting[0]?.extendedProps.appointment.token : undefined;
    const menu = [
      ...(next ? [this.#next(next)] : []),
      ...IN_MENU.filter(possible).map((each) => this.#step(current, each)),
    ];
    return el(
      "div",
      { class: "room-further" },
      ...BESIDE.filter(possible).map((each) =>
        this.#button(this.#step(current, each), "btn btn-quiet"),
      ),
      menu.length > 0 &&
        stepMenu(
          token,
          menu.map((each) => this.#button(each, "step-menu-item")),
        ),
    );
  }

  #next(token: string): Step {
    return { name: "next", text: words.callNext, token, run: () => this.#steps.callNext() };
  }

  #step(entry: QueueEntry, action: Action, token?: string): Step {
    const run = async () => this.#steps.make(entry, action);
    return { name: action, text: words.actions[action], token, run };
  }

  /** A second press while the step is made does nothing. */
  #button({ name, text, token, run }: Step, style: string) {
    const press = () => void whileBusy(this.#bar, async () => void (await run()));
    return el(
      "button",
      { type: "button", class: style, "data-control": name, onclick: press },
      el("span", { text }),
      token && el("span", { class: "room-main-token", translate: "no", dir: "ltr", text: token }),
    );
  }

  /** The step's own button if it is still there, else the main one. */
  #focus(name: string) {
    const same = this.#bar.querySelector<HTMLElement>(`[data-control="${name}"]`);
    (same ?? this.#bar.querySelector<HTMLElement>("button") ?? byId("room-title")).focus();
  }
}
