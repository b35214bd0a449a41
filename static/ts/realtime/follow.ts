/** How a feature listens to a channel without losing messages. */
import { ChannelFollower, type FollowerListener } from "./channel-follower.ts";
import type { Api } from "../core/api.ts";
import type { StreamMessage } from "../core/types.ts";
import type { Socket } from "./connection.ts";

interface FollowParts extends Pick<FollowerListener, "onFailed" | "onChange"> {
  /** Must not ask for a password. */
  api: Pick<Api, "get">;
  connection: Socket;
  /**
   * Following starts now: load what later messages change. Called again if messages were missed
   * that cannot be read any more.
   */
  onStart?: () => void;
}

/**
 * Calls `onMessage` for each message of a channel, in the order of the numbers, each once, from the
 * first head that the server tells: on subscribing, or within 10 s if the channel is subscribed
 * already. Messages sent while the socket was away are read over the API. Returns the follower; its
 * `stop` ends it.
 */
export function follow(
  channel: string,
  onMessage: (message: StreamMessage) => void,
  { api, connection, onStart, ...listener }: FollowParts,
): ChannelFollower {
  const follower = new ChannelFollower(api, connection, {
    ...listener,
    onMessage: (_channel, message) => onMessage(message),
    onStart: () => onStart?.(),
    onReload: () => fromNextHead(),
  });
  const fromNextHead = () => follower.follow({ [channel]: null }, null);
  fromNextHead();
  return follower;
}
