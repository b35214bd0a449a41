/** Sends test broadcasts, and says how long each took to come back. */
import { byId } from "../core/dom.js";
import { words } from "./words.js";

const FIELDS = ["channel", "message"];

/**
 * @param {import("../core/api.js").Api} api
 * @param {import("./journal.js").Journal} journal
 */
export function wirePings(api, journal) {
  const result = byId("ping-result");
  /** @type {{channel: string, seq: number} | null} */
  let last = null;
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
      result.textContent = words.sent(last.seq);
      journal.sent(last, clickedAt);
    } catch (/** @type {any} */ error) {
      result.textContent = "";
      complain(fieldsOf(error));
    }
  });
  journal.on("change", () => {
    const entry = last && journal.find(last.channel, last.seq);
    if (!entry?.own || entry.roundTrip === null) return;
    result.textContent = words.arrived(entry.seq, String(Math.round(entry.roundTrip)));
  });
}

/** Refusals of a channel belong beside it; the rest beside the message. @param {any} error */
function fieldsOf(error) {
  if (error.body?.fields) return error.body.fields;
  const about = error.status === 403 || error.status === 404 ? "channel" : "message";
  return { [about]: [error.message] };
}

/** @param {Record<string, string[]>} fields */
function complain(fields) {
  for (const name of FIELDS) {
    const texts = fields[name] ?? [];
    byId(`ping-${name}-error`).textContent = texts.join(" ");
    if (texts.length) field(name).setAttribute("aria-invalid", "true");
    else field(name).removeAttribute("aria-invalid");
  }
  const first = FIELDS.find((name) => fields[name]?.length);
  if (first) field(first).focus();
}

/** @param {string} name */
function field(name) {
  return /** @type {HTMLInputElement} */ (byId(`ping-${name}`));
}
