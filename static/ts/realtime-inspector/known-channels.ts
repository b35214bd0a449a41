/** The channels that the user may hear, offered while one types. The server decides all the same. */
import { byId, el } from "../core/dom.ts";
import { messages } from "./messages.ts";
import type { Api } from "../core/api.ts";

/** `canListen`: whether patients' channels may be heard. */
export async function offerChannels(api: Api, canListen: boolean) {
  offer([["realtime-test", messages.channels.test]]);
  if (!canListen) return;
  offer([
    ["appointments", messages.channels.appointments],
    ["opd-appointments", messages.channels.opd],
  ]);
  const doctors: { id: number; name: string }[] = await api.get("/api/doctors/").catch(() => []);
  offer(doctors.map(({ id, name }) => [`doctor-schedule.${id}`, name]));
}

/** `channels`: name and what it is. */
function offer(channels: string[][]) {
  byId("known-channels").append(
    ...channels.map(([value, label]) => el("option", { value, label })),
  );
}
