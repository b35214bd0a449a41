import assert from "node:assert/strict";
import { test } from "node:test";
import { AppointmentApi } from "../../../static/ts/appointment/api.ts";
import { Api } from "../../../static/ts/core/api.ts";
import { AppointmentStore } from "../../../static/ts/realtime/appointment-store.ts";
import { STATUSES, WEEK, appointment } from "../cast.ts";

test("a stale answer puts the current appointment into the store", async () => {
  const store = new AppointmentStore(STATUSES);
  store.applySnapshot([appointment()], WEEK);
  const current = appointment({ version: 4, status: "IN_PROGRESS" });
  const error = Object.assign(new Error("stale"), { code: "stale", body: { current } });
  const api = { post: async () => Promise.reject(error) };
  const appointments = new AppointmentApi(api as any, store);
  await assert.rejects(appointments.changeStatus(appointment(), "CHECKED_IN"), { code: "stale" });
  assert.equal(store.get(1)?.status, "IN_PROGRESS");
});

test("OPD appointments have their own address, and the version is sent", async () => {
  const calls: any[] = [];
  const answer = appointment({ id: "opd-7", kind: "opd", version: 2, status: "CHECKED_IN" });
  const api = { post: async (...call: any[]) => (calls.push(call), answer) };
  const store = new AppointmentStore(STATUSES);
  store.applySnapshot([], WEEK);
  const opd = appointment({ id: "opd-7", kind: "opd" });
  await new AppointmentApi(api as any, store).changeStatus(opd, "CHECKED_IN");
  assert.deepEqual(calls, [
    [
      "/api/opd-appointments/7/status/",
      { status: "CHECKED_IN", version: 1, reason: undefined, confirm: undefined },
    ],
  ]);
  assert.equal(store.get("opd-7")?.status, "CHECKED_IN");
});

test("an appointment is opened once; reading it again is marked as a refresh", async () => {
  const headers: any[] = [];
  const fetch = async (_: unknown, init: any) => {
    headers.push(init.headers);
    return new Response("{}");
  };
  const appointments = new AppointmentApi(
    new Api({ fetch, csrf: () => "" }),
    new AppointmentStore(STATUSES),
  );
  await appointments.read("opd-7");
  await appointments.read("opd-7", true);
  assert.deepEqual(
    headers.map((each) => each["X-Refresh"]),
    [undefined, "1"],
  );
});
