/** Suggests the channels that the user may listen to; the server decides. */
import { byId, el } from "../core/dom.ts";
import { messages } from "./messages.ts";
import type { Api } from "../core/api.ts";
import type { Person } from "../core/types.ts";

/** A row of GET /api/doctors/. */
interface Doctor extends Person {
  department: { name: string; slug: string };
}

/**
 * `heard`: the channels that carry all appointments that the user sees; `canListen`: whether the user
 * may listen to patients' channels at all.
 */
export async function offerChannels(api: Api, heard: string[], canListen: boolean) {
  offer([["realtime-test", messages.channels.test]]);
  if (!canListen) return;
  const whole = [
    ["appointments", messages.channels.appointments],
    ["opd-appointments", messages.channels.opd],
  ];
  offer(whole.filter(([name]) => heard.includes(name)));
  const doctors = await api.get<Doctor[]>("/api/doctors/").catch(() => []);
  const departments = new Map(doctors.map(({ department }) => [department.slug, department.name]));
  offer([...departments].map(([slug, name]) => [`department.${slug}`, name]));
  offer(doctors.map(({ id, name }) => [`doctor-schedule.${id}`, name]));
}

/** `channels`: name and description of each. */
function offer(channels: string[][]) {
  byId("known-channels").append(
    ...channels.map(([value, label]) => el("option", { value, label })),
  );
}
