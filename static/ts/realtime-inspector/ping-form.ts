/** Sends test broadcasts, and says how long each took to come back. */
import { byId } from "../core/dom.ts";
import { words } from "./words.ts";
import type { Api, Failure } from "../core/api.ts";
import type { Journal } from "./journal.ts";

const FIELDS = ["channel", "message"];

/** The number that a broadcast got. */
interface Sent {
  channel: string;
  seq: number;
}

export function wirePings(api: Api, journal: Journal) {
  const result = byId("ping-result");
  let last: Sent | null = null;
  byId("ping-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const clickedAt = Date.now();
    const [channel, message] = FIELDS.map((name) => field(name).value);
    complain({});
    last = null;
    try {
      const body = { channel: channel.trim() || undefined, message };
      const sent: Sent = await api.post("/api/realtime/ping/", body);
      last = sent;
      result.textContent = words.sent(sent.seq);
      journal.sent(sent, clickedAt);
    } catch (error) {
      result.textContent = "";
      complain(fieldsOf(error as Failure));
    }
  });
  journal.on("change", () => {
    const entry = last && journal.find(last.channel, last.seq);
    if (!entry?.own || entry.roundTrip === null) return;
    result.textContent = words.arrived(entry.seq, String(Math.round(entry.roundTrip)));
  });
}

/** Refusals of a channel belong beside it; the rest beside the message. */
function fieldsOf(error: Failure): Record<string, string[]> {
  if (error.body?.fields) return error.body.fields;
  const about = error.status === 403 || error.status === 404 ? "channel" : "message";
  return { [about]: [error.message] };
}

function complain(fields: Record<string, string[]>) {
  for (const name of FIELDS) {
    const texts = fields[name] ?? [];
    byId(`ping-${name}-error`).textContent = texts.join(" ");
    if (texts.length) field(name).setAttribute("aria-invalid", "true");
    else field(name).removeAttribute("aria-invalid");
  }
  const first = FIELDS.find((name) => fields[name]?.length);
  if (first) field(first).focus();
}

function field(name: string) {
  return byId<HTMLInputElement>(`ping-${name}`);
}
