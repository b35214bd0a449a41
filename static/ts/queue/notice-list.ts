/** Notices above a queue; the same ones stay, with the focus on their buttons. */
import { byId, el, icon } from "../core/dom.ts";
import { messages } from "./messages.ts";

export interface Notice {
  kind: "info" | "warning" | "error";
  text: string;
  action?: HTMLElement;
}

const ICONS = {
  info: "info-circle",
  warning: "exclamation-triangle",
  error: "exclamation-triangle",
} satisfies Record<Notice["kind"], string>;

export class NoticeList {
  #list = byId("queue-notices");
  #shown = "";

  show(notices: Notice[]) {
    const shown = JSON.stringify(notices.map(({ kind, text }) => [kind, text]));
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#list.replaceChildren(
      ...notices.map(({ kind, text, action }) =>
        el(
          "div",
          { class: `notice notice-${kind}`, role: kind === "error" ? "alert" : "status" },
          icon(ICONS[kind]),
          el("span", { text }),
          action,
        ),
      ),
    );
  }

  /** The queue could not be read; `again` tries. */
  failed(text: string, again: () => void) {
    const retry = { type: "button", class: "btn btn-sm btn-quiet", text: messages.tryAgain };
    this.show([{ kind: "error", text, action: el("button", { ...retry, onclick: again }) }]);
  }
}
