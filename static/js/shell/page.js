/** The parts that every live page is made of, put together once. */
import { Api, csrfToken } from "../core/api.js";
import { readConfig } from "../core/config.js";
import { Connection } from "../realtime/connection.js";
import { renewSession, showSignedOut } from "./session-dialog.js";
import { Clock } from "../core/clock.js";

/**
 * `api` is for what a person does and asks for the password when the session has ended;
 * `quietApi` is for what the page does by itself and never asks.
 */
export function openPage() {
  const config = readConfig();
  const clock = new Clock(config.timeZone, config.language);
  const connection = new Connection(config.realtime, csrfToken());
  /** @type {any} */ (window).Echo = connection.echo;
  /** @type {() => void} */
  let onRenewed = () => {};
  const api = new Api({
    renewSession: async () => {
      const renewed = await renewSession();
      if (renewed) onRenewed();
      return renewed;
    },
  });
  return { config, clock, connection, api, quietApi: new Api(), whenRenewed };

  /** @param {() => void} action runs each time the user has signed in again in place */
  function whenRenewed(action) {
    onRenewed = action;
  }
}

/**
 * Wakes a live page when it is looked at again or the network is back, and says when the session
 * has ended.
 * @param {import("../realtime/live-query.js").Live} live
 * @param {(action: () => void) => void} whenRenewed
 */
export function keepAwake(live, whenRenewed) {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") live.wake();
  });
  addEventListener("online", () => live.wake());
  live.on("signedOut", showSignedOut);
  whenRenewed(() => live.reconnect());
  live.start();
}
