/** A department's wall board. */
import { newCalls } from "../board/calls.ts";
import { goDark, setText, showBoard } from "../board/board-view.ts";
import { messages } from "../board/messages.ts";
import { Sound } from "../board/sound.ts";
import { keepRunning } from "../board/upkeep.ts";
import { Api, csrfToken } from "../core/api.ts";
import { Clock } from "../core/clock.ts";
import { readScreenConfig } from "../core/config.ts";
import { byId } from "../core/dom.ts";
import { Connection } from "../realtime/connection.ts";
import { LiveScreen } from "../realtime/live-screen.ts";
import type { BoardState, CalledToken } from "../core/types.ts";

const POLL_MS = 60_000;

const config = readScreenConfig();
const api = new Api();
const clock = new Clock(config.timeZone, config.language);
const sound = new Sound();
let shown: CalledToken[] | null = null;

const screen = new LiveScreen({
  socket: new Connection(config, csrfToken()),
  channel: config.channel,
  pollMs: POLL_MS,
  read: async () => {
    const state = await api.get<BoardState>(config.state);
    showBoard(state);
    sound.announce(newCalls(shown, state.now));
    shown = state.now;
    const [seq = 0] = Object.values(state.heads);
    return { seq, epoch: state.epoch };
  },
});
screen.onRefused.add((error) => {
  shown = null;
  goDark(error.message);
});
screen.onTick.add(() => {
  const since = screen.behindSince(Date.now());
  byId("board-behind").hidden = since === null;
  if (since !== null) setText("board-behind", messages.asOf(clock.time(since)));
});
addEventListener("online", () => screen.wake());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") screen.wake();
});
sound.wire();
keepRunning(clock, config.version);
screen.start();
