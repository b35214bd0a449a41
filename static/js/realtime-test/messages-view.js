/** The table of every message heard. */
import { byId, el } from "../dom.js";
import { words } from "./words.js";

/**
 * @param {import("./journal.js").Journal} journal
 * @param {import("../time.js").Clock} clock
 */
export function watchMessages(journal, clock) {
  /** @type {WeakMap<import("./journal.js").Entry, {row: HTMLElement, own: boolean}>} */
  const rows = new WeakMap();
  const paint = () => {
    const { entries, roundTrips } = journal;
    byId("messages-table").hidden = !entries.length;
    byId("messages-empty").hidden = entries.length > 0;
    byId("round-trips").textContent = roundTrips
      ? words.roundTrips(roundTrips.count, ms(roundTrips.last), ms(roundTrips.median))
      : "";
    const wanted = entries.map(rowOf);
    const body = byId("messages");
    for (const row of [...body.children])
      if (!wanted.includes(/** @type {any} */ (row))) row.remove();
    wanted.forEach((row, index) => {
      if (body.children[index] !== row) body.insertBefore(row, body.children[index] ?? null);
    });
  };
  journal.on("change", () => requestAnimationFrame(paint));
  byId("clear-messages").addEventListener("click", () => journal.clear());
  paint();

  /** @param {import("./journal.js").Entry} entry */
  function rowOf(entry) {
    const known = rows.get(entry);
    if (known && known.own === entry.own) return known.row;
    const row = draw(entry);
    rows.set(entry, { row, own: entry.own });
    return row;
  }

  /** @param {import("./journal.js").Entry} entry */
  function draw(entry) {
    const latency = entry.latency === null ? words.unknown : ms(entry.latency);
    return el(
      "tr",
      { "data-testid": "message", dataset: { own: String(entry.own), seq: String(entry.seq) } },
      el("td", { text: clock.timeWithSeconds(entry.arrivedAt) }),
      el("td", { text: entry.channel }),
      el("td", { text: entry.event }),
      el("td", { class: "number", text: String(entry.seq) }),
      el("td", {
        class: "number",
        text: entry.caughtUp ? words.caughtUp : latency,
        title: entry.own ? words.roundTrip : words.oneWay,
      }),
      el(
        "td",
        { class: "wide" },
        el(
          "details",
          {},
          el("summary", { text: contentOf(entry.data) }),
          el("pre", { translate: "no", text: JSON.stringify(entry.data, null, 2) }),
        ),
      ),
    );
  }
}

/** @param {any} data */
function contentOf(data) {
  if (data?.message !== undefined) return words.from(data.message, data.by?.name ?? "");
  if (data?.appointment) return words.appointment(data.action, data.appointment.id);
  return words.changed;
}

/** @param {number} milliseconds */
function ms(milliseconds) {
  return String(Math.round(milliseconds));
}
