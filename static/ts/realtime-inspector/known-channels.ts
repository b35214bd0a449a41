/** The channels that the user may hear, offered while one types. The server decides all the same. */
import { byId, el } from "../core/dom.ts";
import { words } from "./words.ts";
import type { Api } from "../core/api.ts";
import type { Person } from "../core/types.ts";

/** `canListen` says whether patients' channels may be heard. */
export async function offerChannels(api: Api, canListen: boolean) {
  offer([["realtime-test", words.channels.test]]);
  if (!canListen) return;
  offer([
    ["appointments", words.channels.appointments],
    ["opd-appointments", words.channels.opd],
  ]);
  const doctors = await api.get<Person[]>("/api/doctors/").catch(() => []);
  offer(doctors.map(({ id, name }) => [`doctor-schedule.${id}`, name]));
}

/** Each channel with what it is. */
function offer(channels: string[][]) {
  byId("known-channels").append(
    ...channels.map(([value, label]) => el("option", { value, label })),
  );
}
