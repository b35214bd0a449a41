/** The parts that all live pages have. */
import { Api, csrfToken } from "../core/api.ts";
import { Clock } from "../core/clock.ts";
import { readConfig } from "../core/config.ts";
import { Statuses } from "../core/statuses.ts";
import { Connection } from "../realtime/connection.ts";
import { showBadge, type LiveStatus } from "../realtime/status-badge.ts";
import { onSessionRenewed, renewSession, showSignedOut } from "./session-dialog.ts";
import type { Signal } from "../core/signal.ts";
import type { SessionState } from "../realtime/session-state.ts";

/** What keeps a page up to date: a `LiveQuery`, or the inspector's `ChannelWatch`. */
export interface Live {
  readonly status: LiveStatus;
  readonly onStatus: Signal;
  readonly session: SessionState;
  start: () => void;
  /** Checks everything at once. */
  wake: () => void;
  /** The user is signed in again. */
  reconnect: () => void;
}

/**
 * `api` is for what the user does: it asks for the password if the session has ended. `quietApi` is
 * for what the page does by itself: it never asks.
 */
export function openPage() {
  const config = readConfig();
  const clock = new Clock(config.timeZone, config.language);
  const statuses = new Statuses(config.states);
  const connection = new Connection(config.realtime, csrfToken());
  Object.assign(window, { Echo: connection.echo });
  let live: Live | null = null;
  const api = new Api({ renewSession });
  onSessionRenewed.add(() => live?.reconnect());
  return { config, clock, statuses, connection, api, quietApi: new Api(), goLive };

  /** Starts a page's updates: badge, wake-ups, and the banner of an ended session. */
  function goLive(page: Live) {
    live = page;
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") page.wake();
    });
    addEventListener("online", () => page.wake());
    page.session.onSignedOut.add(showSignedOut);
    showBadge(page, clock);
    page.start();
  }
}
