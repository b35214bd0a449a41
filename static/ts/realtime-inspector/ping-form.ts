/** Sends test broadcasts and shows how long each took to come back. */
import { byId } from "../core/dom.ts";
import { messages } from "./messages.ts";
import type { Api, Failure } from "../core/api.ts";
import type { MessageLog } from "./message-log.ts";

const FIELDS = ["channel", "message"];

export function wirePings(api: Api, log: MessageLog) {
  const result = byId("ping-result");
  let last: { channel: string; seq: number } | null = null;
  byId("ping-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const clickedAt = Date.now();
    const [channel, message] = FIELDS.map((name) => field(name).value);
    showErrors({});
    last = null;
    try {
      last = await api.post<{ channel: string; seq: number }>("/api/realtime/ping/", {
        channel: channel.trim() || undefined,
        message,
      });
      if (!last) return;
      result.textContent = messages.sent(last.seq);
      log.onSent(last, clickedAt);
    } catch (error) {
      result.textContent = "";
      showErrors(fieldsOf(error as Failure));
    }
  });
  log.onChange.add(() => {
    const entry = last && log.find(last.channel, last.seq);
    if (!entry?.own || entry.roundTrip === null) return;
    result.textContent = messages.arrived(entry.seq, String(Math.round(entry.roundTrip)));
  });
}

/** The errors by field; a refused channel is an error of its field. */
function fieldsOf(error: Failure): Record<string, string[]> {
  if (error.body?.fields) return error.body.fields;
  const about = error.status === 403 || error.status === 404 ? "channel" : "message";
  return { [about]: [error.message] };
}

function showErrors(fields: Record<string, string[]>) {
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
