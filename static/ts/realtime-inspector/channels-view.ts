/** The subscribed channels with head and last applied number, and the form that subscribes to another one. */
import { byId, el, icon } from "../core/dom.ts";
import { messages } from "./messages.ts";
import type { SkippingConnection } from "./skipping.ts";
import type { ChannelWatch } from "./channel-watch.ts";

export function showChannels(watch: ChannelWatch, connection: SkippingConnection) {
  const input = byId<HTMLInputElement>("subscribe-channel");
  byId("subscribe-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const channel = input.value.trim();
    showError("");
    if (!channel) showError(messages.needChannel);
    else if (watch.join(channel)) input.value = "";
    else showError(messages.already);
    input.focus();
  });
  watch.onRefused.add((channel, why) => {
    showError(messages.refused(channel, why.message, why.code));
    if (!input.value) input.value = channel;
  });
  let shown = "";
  const update = () => {
    const text = JSON.stringify(
      watch.channels.map((each) => [each, connection.skips(each.channel)]),
    );
    if (text === shown) return;
    shown = text;
    const focused = (document.activeElement as HTMLElement | null)?.dataset.does;
    byId("channels").replaceChildren(...watch.channels.map(row));
    byId("channels-empty").hidden = watch.channels.length > 0;
    if (focused) focusOn(focused);
  };
  watch.onStatus.add(update);
  update();

  function row({ channel, applied, head, subscribed }: ChannelWatch["channels"][number]) {
    const behind = applied === null ? 0 : head - applied;
    const state = behind ? messages.behind(behind) : messages.upToDate;
    return el(
      "tr",
      { dataset: { channel } },
      el("th", { scope: "row", translate: "no", text: channel }),
      el("td", { class: "number", text: applied === null ? messages.unknown : String(head) }),
      el("td", { class: "number", text: applied === null ? messages.unknown : String(applied) }),
      el("td", {
        class: behind ? "is-behind" : "",
        text: subscribed ? state : messages.waiting,
      }),
      el(
        "td",
        { class: "test-acts" },
        el("button", {
          type: "button",
          class: "btn btn-quiet btn-sm",
          text: messages.skip,
          title: messages.skipNext(channel),
          "aria-label": messages.skipNext(channel),
          "aria-pressed": String(connection.skips(channel)),
          dataset: { does: `skip ${channel}` },
          onclick: () => {
            connection.toggle(channel);
            update();
          },
        }),
        el(
          "button",
          {
            type: "button",
            class: "btn-plain",
            "aria-label": messages.leave(channel),
            dataset: { does: `leave ${channel}` },
            onclick: () => {
              watch.leave(channel);
              input.focus();
            },
          },
          icon("x-lg"),
        ),
      ),
    );
  }

  /** Each update replaces the table; this restores the focus. */
  function focusOn(does: string) {
    const button = byId("channels").querySelector(`[data-does="${CSS.escape(does)}"]`);
    (button as HTMLElement | null)?.focus();
  }

  function showError(text: string) {
    byId("subscribe-error").textContent = text;
    if (text) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
}
