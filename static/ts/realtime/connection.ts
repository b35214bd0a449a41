/**
 * The socket: Laravel Echo over pusher-js. Knows channels and frames, no appointments, no DOM.
 *
 * Tells `state` (pusher-js' state), `subscribed` (channel, {seq, epoch}), `message` (channel,
 * event, data), `heads` ({heads, epoch}), `refused` (channel, {code, message}) for a channel one
 * may not hear, and `ended` (code) when the server closed for good.
 */
import Echo from "laravel-echo";
import Pusher from "pusher-js";
import { Emitter } from "../core/emitter.ts";
import { ReconnectBackoff } from "./reconnect-backoff.ts";

const SUBSCRIBED = "pusher:subscription_succeeded";

export class Connection extends Emitter {
  #echo: Echo<"reverb">;
  #pusher;
  /** Set while this module itself drops the socket in order to open it anew. */
  #reopening = false;
  /** pusher-js itself tries only every 15 s. */
  #backoff = new ReconnectBackoff(() => this.reopen());
  #lastErrorCode: number | null = null;
  #bound = new Map<string, (event: string, data: any) => void>();

  constructor(realtime: { key: string }, csrfToken: string) {
    super();
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
      csrfToken,
    });
    this.#pusher = this.#echo.connector.pusher;
    this.#listen();
  }

  get echo() {
    return this.#echo;
  }

  get state() {
    return this.#pusher.connection.state;
  }

  get socketId() {
    return this.#pusher.connection.socket_id;
  }

  subscribe(channel: string) {
    if (this.#bound.has(channel)) return;
    const bound = (event: string, data: any) => {
      if (event === SUBSCRIBED) this.emit("subscribed", channel, data ?? {});
      else if (!event.startsWith("pusher:")) this.emit("message", channel, event, data);
    };
    this.#bound.set(channel, bound);
    this.#echo.channel(channel).subscription.bind_global(bound);
  }

  unsubscribe(channel: string) {
    const bound = this.#bound.get(channel);
    if (!bound) return;
    this.#bound.delete(channel);
    this.#echo.channel(channel).subscription.unbind_global(bound);
    this.#echo.leaveChannel(channel);
  }

  get channels() {
    return [...this.#bound.keys()];
  }

  /** Drops the socket, dead or alive, and opens a new one at once. */
  reopen() {
    this.#reopening = true;
    this.#pusher.disconnect();
    this.#reopening = false;
    this.#pusher.connect();
  }

  #listen() {
    this.#pusher.bind("realtime.heads", (data: any) => this.emit("heads", data));
    this.#pusher.connection.bind("error", (error: any) => {
      const data = error?.data ?? error?.error?.data;
      this.#lastErrorCode = data?.code ?? null;
      if (data?.channel) this.emit("refused", data.channel, data);
    });
    this.#pusher.connection.bind("state_change", ({ current }: { current: string }) => {
      if (this.#reopening) return;
      if (current === "connecting" || current === "unavailable") this.#backoff.schedule();
      else this.#backoff.stop();
      this.emit("state", current);
      if (current === "disconnected") this.emit("ended", this.#lastErrorCode);
    });
  }
}
