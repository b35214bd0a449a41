import { Signal } from "../../static/ts/core/signal.ts";
import type { LiveQuery } from "../../static/ts/realtime/live-query.ts";

/** The signals of a live query: a test emits what happens. */
export function fakeLive(): Pick<LiveQuery, "onLoaded" | "onTooMany" | "onMessage"> {
  return { onLoaded: new Signal(), onTooMany: new Signal(), onMessage: new Signal() };
}
