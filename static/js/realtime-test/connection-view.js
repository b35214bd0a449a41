/** The connection's state now, and its history. */
import { byId, el } from "../dom.js";
import { words } from "./words.js";

const MAX_ROWS = 100;

/**
 * @param {import("../realtime/connection.js").Connection} connection
 * @param {import("../time.js").Clock} clock
 */
export function watchConnection(connection, clock) {
  const note = (/** @type {string} */ state) => {
    const id = state === "connected" ? connection.socketId : "";
    byId("state-now").textContent = words.states[state] ?? state;
    byId("state-dot").dataset.connected = String(state === "connected");
    byId("socket-id").textContent = id ? words.socket(id) : words.noSocket;
    const history = byId("history");
    history.prepend(
      el(
        "tr",
        {},
        el("td", { text: clock.timeWithSeconds(Date.now()) }),
        el("td", { text: words.states[state] ?? state }),
        el("td", { text: id || words.unknown }),
      ),
    );
    history.children[MAX_ROWS]?.remove();
  };
  connection.on("state", note);
  note(connection.state);
  byId("drop-socket").addEventListener("click", () => {
    note("dropped");
    connection.reopen();
  });
}
