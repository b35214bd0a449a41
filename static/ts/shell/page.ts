/** The parts that every live page is made of, put together once. */
import { Api, csrfToken } from "../core/api.ts";
import { readConfig } from "../core/config.ts";
import { Connection } from "../realtime/connection.ts";
import { renewSession, showSignedOut } from "./session-dialog.ts";
import { Clock } from "../core/clock.ts";
import type { LiveQuery } from "../realtime/live-query.ts";

/**
 * `api` is for what a person does and asks for the password when the session has ended;
 * `quietApi` is for what the page does by itself and never asks.
 */
export function openPage() {
  const config = readConfig();
  const clock = new Clock(config.timeZone, config.language);
  const connection = new Connection(config.realtime, csrfToken());
  (window as any).Echo = connection.echo;
  let onRenewed: () => void = (): void => {};
  const api = new Api({
    renewSession: async () => {
      const renewed = await renewSession();
      if (renewed) onRenewed();
      return renewed;
    },
  });
  return { config, clock, connection, api, quietApi: new Api(), whenRenewed };

  /** `action`: runs each time the user has signed in again in place. */
  function whenRenewed(action: () => void) {
    onRenewed = action;
  }
}

/**
 * Wakes a live page when it is looked at again or the network is back, and says when the session
 * has ended.
 */
export function keepAwake(live: LiveQuery, whenRenewed: (action: () => void) => void) {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") live.wake();
  });
  addEventListener("online", () => live.wake());
  live.on("signedOut", showSignedOut);
  whenRenewed(() => live.reconnect());
  live.start();
}
