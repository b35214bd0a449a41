import assert from "node:assert/strict";
import { test } from "node:test";
import { channelsOf, matches } from "../../../static/ts/realtime/query-match.ts";
import { STATUSES, appointment, WEEK } from "../cast.ts";

test("a query for a patient matches only that patient, and cancelled appointments if asked for", () => {
  const own = { ...WEEK, patient: 5 };
  assert.equal(matches(appointment(), own, STATUSES), true);
  assert.equal(matches(appointment(), { ...WEEK, patient: 6 }, STATUSES), false);
  const cancelled = appointment({ status: "CANCELLED" });
  assert.equal(matches(cancelled, own, STATUSES), false);
  assert.equal(matches(cancelled, { ...own, status: ["SCHEDULED", "CANCELLED"] }, STATUSES), true);
});

test("walk-ins without a doctor match beside doctors only if asked for, in their department", () => {
  const waiting = appointment({ id: "opd-7", kind: "opd", doctor: null });
  const own = { ...WEEK, doctor: [1] };
  assert.equal(matches(waiting, own, STATUSES), false);
  assert.equal(matches(waiting, { ...own, without_doctor: true }, STATUSES), true);
  assert.equal(matches(appointment(), { ...own, without_doctor: true }, STATUSES), true);
  const others = { ...WEEK, doctor: [2], without_doctor: true };
  assert.equal(matches(appointment(), others, STATUSES), false);
  assert.equal(matches(waiting, { ...others, department: [11] }, STATUSES), false);
});

test("their channels are followed beside those of the doctors", () => {
  const all = ["appointments", "opd-appointments"];
  const own = { ...WEEK, doctor: [1] };
  assert.deepEqual(Object.keys(channelsOf(own, all)), ["doctor-schedule.1"]);
  const both = Object.keys(channelsOf({ ...own, without_doctor: true }, all));
  assert.deepEqual(both, ["doctor-schedule.1", ...all]);
});
