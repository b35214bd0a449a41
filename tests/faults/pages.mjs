// Pages in Node: unmodified pusher-js under the page's own connection, streams, store and badge.
// Usage: node pages.mjs '{"urls", "key", "cookie", "queries"}', one page for each query, at the urls by turns.
// Writes a line of JSON whenever the numbers or the badge of a page change; answers the lines of its input.
import { createInterface } from "node:readline";
import Pusher from "pusher-js";
import { Api } from "../../static/ts/core/api.ts";
import { Statuses } from "../../static/ts/core/statuses.ts";
import { LiveQuery } from "../../static/ts/realtime/live-query.ts";
import { Connection } from "../../static/ts/realtime/connection.ts";
import { AppointmentStore } from "../../static/ts/realtime/appointment-store.ts";

const { urls, key, cookie, queries } = JSON.parse(process.argv[2]);
const SAY_AFTER_MS = 10;

// What a browser adds to a socket: origin and cookies.
const Socket = Pusher.Runtime.getWebSocketAPI();
Pusher.Runtime.getWebSocketAPI = () =>
  function AsBrowser(address) {
    const Origin = new URL(address).origin.replace("ws", "http");
    return new Socket(address, [], { headers: { Cookie: cookie, Origin } });
  };

const say = (line) => process.stdout.write(JSON.stringify(line) + "\n");

class Page {
  #url;
  #api;
  #connection;
  #store = new AppointmentStore(statuses);
  #live;
  #said = "";
  #saying = false;
  /** The heads of the last snapshot, and the events applied since: {channel: Set of numbers}. */
  #floor = {};
  #since = {};
  #everApplied = new Set();
  #twice = 0;
  loads = 0;

  constructor(number, query) {
    this.number = number;
    this.query = query;
    this.#url = urls[number % urls.length];
    globalThis.location = new URL(this.#url);
    this.#api = new Api({ fetch: this.#fetch.bind(this), csrf: () => "" });
    this.#connection = new Connection({ key }, "");
    this.#live = new LiveQuery({ api: this.#api, connection: this.#connection, store: this.#store });
    const get = this.#api.get.bind(this.#api);
    let heads = {};
    this.#api.get = async (path, ...rest) => {
      const answer = await get(path, ...rest);
      if (path === "/api/calendar/") heads = answer.heads;
      return answer;
    };
    this.#store.onChange.add(({ message }) => {
      if (message === null) this.#beginFrom(heads);
    });
    this.#live.onMessage.add((channel, message) => this.#note(channel, message));
    this.#live.onStatus.add(() => this.#say());
    this.#live.start();
    this.#live.show(query);
  }

  #fetch(path, init) {
    return fetch(this.#url + path, { ...init, headers: { ...init.headers, Cookie: cookie } });
  }

  #beginFrom(heads) {
    this.loads += 1;
    this.#floor = heads;
    this.#since = Object.fromEntries(Object.keys(heads).map((channel) => [channel, new Set()]));
  }

  #note(channel, message) {
    const name = `${channel} ${message.seq} ${JSON.stringify(message.data)}`;
    if (this.#everApplied.has(name)) this.#twice += 1;
    this.#everApplied.add(name);
    this.#since[channel]?.add(message.seq);
    if (!this.#saying) {
      this.#saying = true;
      setTimeout(() => this.#say(), SAY_AFTER_MS);
    }
  }

  /** Reports the numbers and the badge if either has changed. */
  #say() {
    this.#saying = false;
    const channels = this.#live.channels;
    const held = Object.fromEntries(channels.map(({ channel, applied }) => [channel, applied]));
    const state = { held, epoch: channels[0]?.epoch ?? null, live: this.#live.status.live };
    const text = JSON.stringify(state);
    if (text === this.#said) return;
    this.#said = text;
    say({ page: this.number, at: Date.now() / 1000, ...state });
  }

  /** The differences between this page and a new one. */
  async check() {
    const fresh = await this.#fetch(`/api/calendar/?${asText(this.query)}`, {});
    if (!fresh.ok) throw new Error(`the fresh snapshot was refused: ${fresh.status}`);
    const { heads, events } = await fresh.json();
    const shown = new Map(this.#store.all().map((event) => [String(event.id), text(event)]));
    const wanted = new Map(events.map((event) => [String(event.id), text(event)]));
    const ids = new Set([...shown.keys(), ...wanted.keys()]);
    const differs = [...ids].filter((id) => shown.get(id) !== wanted.get(id));
    let lost = 0;
    for (const [channel, head] of Object.entries(heads)) {
      for (let seq = this.#floor[channel] + 1; seq <= head; seq += 1) {
        if (!this.#since[channel].has(seq)) lost += 1;
      }
    }
    const { live } = this.#live.status;
    return { differs, lost, twice: this.#twice, live, loads: this.loads, rows: events.length };
  }

  /** Stops reading from the open sockets. */
  stopReading() {
    this.#connection.echo.connector.pusher.connection.connection.transport.socket._stream.pause();
  }
}

function asText(query) {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((item) => [name, item]),
  );
  return new URLSearchParams(pairs.filter(([, value]) => value !== "")).toString();
}

function text(value) {
  const sorted = (_key, item) =>
    item && typeof item === "object" && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item;
  return JSON.stringify(value, sorted);
}

/** The statuses in the server's page-config. */
async function readStatuses() {
  const answer = await fetch(`${urls[0]}/appointments/calendar`, { headers: { Cookie: cookie } });
  const [, config] = /<script id="page-config"[^>]*>([^<]*)</.exec(await answer.text());
  return new Statuses(JSON.parse(config).states);
}

const statuses = await readStatuses();
const pages = queries.map((query, number) => new Page(number, query));
const commands = {
  check: () => Promise.all(pages.map((page) => page.check())),
  stopReading: (numbers) => numbers.map((number) => pages[number].stopReading()),
};
createInterface({ input: process.stdin })
  .on("line", async (line) => {
    const { id, ask, about } = JSON.parse(line);
    try {
      say({ answer: id, value: (await commands[ask](about)) ?? null });
    } catch (error) {
      say({ answer: id, error: String(error) });
    }
  })
  .on("close", () => process.exit(0));
