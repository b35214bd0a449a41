/** The page's socket: Laravel Echo over pusher-js. Knows channels and frames, but no appointments and no DOM. */
import Echo from "laravel-echo";
import Pusher from "pusher-js";
import { Signal } from "../core/signal.ts";
import { ReconnectBackoff } from "./reconnect-backoff.ts";
import type { StreamData } from "../core/types.ts";

const SUBSCRIBED = "pusher:subscription_succeeded";

/** The highest number of a stream, and the name of its numbering. */
export interface Head {
  seq: number;
  epoch: string;
}

/** `realtime.heads`: the head of each subscribed channel, every 10 s. */
export interface Heads {
  heads: Record<string, number>;
  epoch: string;
}

/** A `pusher:error` about a channel. */
export interface Refusal {
  code: number;
  message: string;
}

/** How pusher-js reports an error. */
interface ConnectionError {
  data?: Partial<Refusal> & { channel?: string };
  error?: ConnectionError;
}

/** What followers need of a connection. */
export type Socket = Pick<
  Connection,
  | "state"
  | "subscribe"
  | "unsubscribe"
  | "reopen"
  | "onState"
  | "onSubscribed"
  | "onMessage"
  | "onHeads"
  | "onRefused"
  | "onEnded"
>;

export class Connection {
  /** A state of pusher-js. */
  readonly onState = new Signal<[state: string]>();
  readonly onSubscribed = new Signal<[channel: string, head: Head]>();
  readonly onMessage = new Signal<[channel: string, event: string, data: StreamData | undefined]>();
  readonly onHeads = new Signal<[heads: Heads]>();
  /** The user may not listen to this channel. */
  readonly onRefused = new Signal<[channel: string, why: Refusal]>();
  /** The server closed the socket for good. */
  readonly onEnded = new Signal();
  #echo: Echo<"reverb">;
  #pusher: Pusher;
  /** Each subscribed channel's handler, and how many followers share it. */
  #channels = new Map<
    string,
    { handler: (event: string, data: unknown) => void; followers: number }
  >();
  /** Set while `reopen` closes the socket. */
  #reopening = false;
  /** pusher-js itself tries only every 15 s. */
  #backoff = new ReconnectBackoff(() => this.reopen());

  /** `headers`: of the requests for signatures. */
  constructor(realtime: { key: string }, csrfToken: string, headers: Record<string, string> = {}) {
    const secure = location.protocol === "https:";
    const port = Number(location.port) || (secure ? 443 : 80);
    this.#echo = new Echo({
      broadcaster: "reverb",
      Pusher,
      key: realtime.key,
      wsHost: location.hostname,
      wsPort: port,
      wssPort: port,
      forceTLS: secure,
      enabledTransports: [secure ? "wss" : "ws"],
      authEndpoint: "/broadcasting/auth",
      auth: { headers },
      csrfToken,
    });
    this.#pusher = this.#echo.connector.pusher;
    this.#listen();
  }

  get echo() {
    return this.#echo;
  }

  get state(): string {
    return this.#pusher.connection.state;
  }

  get socketId() {
    return this.#pusher.connection.socket_id;
  }

  /** Subscribes to a channel until `unsubscribe` has been called as often. */
  subscribe(channel: string) {
    const known = this.#channels.get(channel);
    if (known) {
      known.followers += 1;
      return;
    }
    const handler = (event: string, data: unknown) => {
      if (event === SUBSCRIBED) this.onSubscribed.emit(channel, data as Head);
      else if (!event.startsWith("pusher:"))
        this.onMessage.emit(channel, event, data as StreamData);
    };
    this.#channels.set(channel, { handler, followers: 1 });
    this.#echo.channel(channel).subscription.bind_global(handler);
  }

  unsubscribe(channel: string) {
    const known = this.#channels.get(channel);
    if (!known || --known.followers) return;
    this.#channels.delete(channel);
    this.#echo.channel(channel).subscription.unbind_global(known.handler);
    this.#echo.leaveChannel(channel);
  }

  /** Closes the socket, dead or alive, and opens a new one at once. */
  reopen() {
    this.#reopening = true;
    this.#pusher.disconnect();
    this.#reopening = false;
    this.#pusher.connect();
  }

  #listen() {
    this.#pusher.bind("realtime.heads", (data: Heads) => this.onHeads.emit(data));
    this.#pusher.connection.bind("error", (error?: ConnectionError) => {
      const data = error?.data ?? error?.error?.data;
      if (data?.channel) this.onRefused.emit(data.channel, data as Refusal);
    });
    this.#pusher.connection.bind("state_change", ({ current }: { current: string }) => {
      if (this.#reopening) return;
      if (current === "connecting" || current === "unavailable") this.#backoff.schedule();
      else this.#backoff.stop();
      this.onState.emit(current);
      if (current === "disconnected") this.onEnded.emit();
    });
  }
}
