/** Suggests the channels that the user may listen to; the server decides. */
import { byId, el } from "../core/dom.ts";
import { messages } from "./messages.ts";
import type { Api } from "../core/api.ts";
import type { Person } from "../core/types.ts";

/** `canListen`: whether the user may listen to patients' channels. */
export async function offerChannels(api: Api, canListen: boolean) {
  offer([["realtime-test", messages.channels.test]]);
  if (!canListen) return;
  offer([
    ["appointments", messages.channels.appointments],
    ["opd-appointments", messages.channels.opd],
  ]);
  const doctors = await api.get<Person[]>("/api/doctors/").catch(() => []);
  offer(doctors.map(({ id, name }) => [`doctor-schedule.${id}`, name]));
}

/** `channels`: name and description of each. */
function offer(channels: string[][]) {
  byId("known-channels").append(
    ...channels.map(([value, label]) => el("option", { value, label })),
  );
}
