/** The channels heard, heads against held, and the form that subscribes to one more. */
import { byId, el, icon } from "../dom.js";
import { words } from "./words.js";

/** What most people want to hear; the server decides what they may. */
const KNOWN = ["realtime-test"];
const KNOWN_TO_STAFF = ["appointments", "opd-appointments", "doctor-schedule.1"];

/**
 * @param {import("./watch.js").Watch} watch
 * @param {boolean} canListen whether patients' channels may be heard
 */
export function watchChannels(watch, canListen) {
  const input = /** @type {HTMLInputElement} */ (byId("subscribe-channel"));
  const known = canListen ? [...KNOWN, ...KNOWN_TO_STAFF] : KNOWN;
  byId("known-channels").replaceChildren(...known.map((value) => el("option", { value })));
  byId("subscribe-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const channel = input.value.trim();
    complain("");
    if (!channel) complain(words.needChannel);
    else if (watch.join(channel)) input.value = "";
    else complain(words.already);
    input.focus();
  });
  watch.on("refused", (/** @type {string} */ channel, /** @type {string} */ why) => {
    complain(words.refused(channel, why));
    if (!input.value) input.value = channel;
  });
  let shown = "";
  const paint = () => {
    const text = JSON.stringify(watch.channels);
    if (text === shown) return;
    shown = text;
    byId("channels").replaceChildren(...watch.channels.map(row));
  };
  watch.on("status", paint);
  paint();

  /** @param {import("./watch.js").Watch["channels"][number]} stream */
  function row({ channel, held, head, subscribed }) {
    const behind = held === null ? 0 : head - held;
    const settled = behind ? words.behind(behind) : words.upToDate;
    return el(
      "tr",
      { dataset: { channel } },
      el("td", { text: channel }),
      el("td", { class: "number", text: held === null ? words.unknown : String(head) }),
      el("td", { class: "number", text: held === null ? words.unknown : String(held) }),
      el("td", {
        class: behind ? "is-behind" : "",
        text: subscribed ? settled : words.waiting,
      }),
      el(
        "td",
        {},
        el(
          "button",
          {
            type: "button",
            class: "btn-plain",
            "aria-label": words.leave(channel),
            onclick: () => watch.leave(channel),
          },
          icon("x-lg"),
        ),
      ),
    );
  }

  /** @param {string} text */
  function complain(text) {
    byId("subscribe-error").textContent = text;
    if (text) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
}
