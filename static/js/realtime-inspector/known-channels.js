/** The channels that the user may hear, offered while one types. The server decides all the same. */
import { byId, el } from "../core/dom.js";
import { words } from "./words.js";

/**
 * @param {import("../core/api.js").Api} api
 * @param {boolean} canListen whether patients' channels may be heard
 */
export async function offerChannels(api, canListen) {
  offer([["realtime-test", words.channels.test]]);
  if (!canListen) return;
  offer([
    ["appointments", words.channels.appointments],
    ["opd-appointments", words.channels.opd],
  ]);
  /** @type {{id: number, name: string}[]} */
  const doctors = await api.get("/api/doctors/").catch(() => []);
  offer(doctors.map(({ id, name }) => [`doctor-schedule.${id}`, name]));
}

/** @param {string[][]} channels name and what it is */
function offer(channels) {
  byId("known-channels").append(
    ...channels.map(([value, label]) => el("option", { value, label })),
  );
}
