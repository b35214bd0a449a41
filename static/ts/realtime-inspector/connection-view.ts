/** The connection's state and its timeline, as a bar and as a table. */
import { byId, el } from "../core/dom.ts";
import { messages } from "./messages.ts";
import type { Clock } from "../core/clock.ts";
import type { SkippingConnection } from "./skipping.ts";
import type { Period, ConnectionTimeline } from "./timeline.ts";

const TICK_MS = 1_000;
/** The smallest share of the bar that a period has, so that it stays visible. */
const MIN_SHARE = 0.02;

/** Returns a function that updates the timeline. */
export function showConnection(
  connection: SkippingConnection,
  timeline: ConnectionTimeline,
  clock: Clock,
): () => void {
  const note = (state: string) => {
    const id = (state === "connected" && connection.socketId) || "";
    timeline.enter(state, Date.now(), id);
    byId("state-now").textContent = messages.states[state] ?? state;
    byId("state-hint").textContent = messages.hints[state] ?? "";
    byId("state-dot").dataset.state = state;
    byId("socket-id").textContent = id ? messages.socket(id) : messages.noSocket;
    update();
  };
  connection.onState.add(note);
  byId("drop-socket").addEventListener("click", () => {
    note("dropped");
    connection.reopen();
  });
  note(connection.state);
  setInterval(update, TICK_MS);
  return update;

  function update() {
    const now = Date.now();
    byId("history").replaceChildren(...timeline.periods.map((period) => row(period, now)));
    byId("history-bar").replaceChildren(...timeline.states.toReversed().map(part(now)));
  }

  function row({ kind, from, until, detail }: Period, now: number) {
    const lasted = messages.duration((until ?? now) - from);
    const ongoing = kind === "skipped" ? messages.stillMissing(lasted) : messages.soFar(lasted);
    const ended = kind === "skipped" ? messages.caughtUpAfter(lasted) : lasted;
    return el(
      "tr",
      { dataset: { state: kind } },
      el("td", { text: clock.timeWithSeconds(from) }),
      el(
        "td",
        {},
        el("span", { class: "test-dot", dataset: { state: kind }, "aria-hidden": "true" }),
        messages.states[kind] ?? kind,
      ),
      el("td", { class: "number", text: until === null ? ongoing : ended }),
      el("td", { translate: "no", text: detail || messages.unknown }),
    );
  }

  function part(now: number) {
    const states = timeline.states;
    const whole = now - (states.at(-1)?.from ?? now) || 1;
    return ({ kind, from, until }: Period) => {
      const node = el("span", { dataset: { state: kind } });
      node.style.flexGrow = String(Math.max(MIN_SHARE, ((until ?? now) - from) / whole));
      return node;
    };
  }
}
