/** Sends test broadcasts, and says how long each took to come back. */
import { byId } from "../core/dom.ts";
import { messages } from "./messages.ts";
import type { Api } from "../core/api.ts";
import type { Journal } from "./journal.ts";

const FIELDS = ["channel", "message"];

export function wirePings(api: Api, journal: Journal) {
  const result = byId("ping-result");
  let last: { channel: string; seq: number } | null = null;
  byId("ping-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const clickedAt = Date.now();
    const [channel, message] = FIELDS.map((name) => field(name).value);
    complain({});
    last = null;
    try {
      last = await api.post("/api/realtime/ping/", {
        channel: channel.trim() || undefined,
        message,
      });
      if (!last) return;
      result.textContent = messages.sent(last.seq);
      journal.sent(last, clickedAt);
    } catch (error: any) {
      result.textContent = "";
      complain(fieldsOf(error));
    }
  });
  journal.on("change", () => {
    const entry = last && journal.find(last.channel, last.seq);
    if (!entry?.own || entry.roundTrip === null) return;
    result.textContent = messages.arrived(entry.seq, String(Math.round(entry.roundTrip)));
  });
}

/** Refusals of a channel belong beside it; the rest beside the message. */
function fieldsOf(error: any) {
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
