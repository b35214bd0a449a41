import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock } from "../../../../static/ts/core/clock.ts";
import { visitToday } from "../../../../static/ts/shell/patient-search/found-row.ts";
import { appointment } from "../../cast.ts";

const clock = new Clock("Asia/Kolkata", "en-gb");

test("a visit of today says its time and the doctor, or the department without one", () => {
  const event = { ...appointment(), start: "2026-11-23T10:30:00+05:30" };
  const { doctor, department } = event.extendedProps.appointment;
  assert.equal(visitToday(event, clock), `Today 10:30, ${doctor?.name}`);
  event.extendedProps.appointment.doctor = null;
  assert.equal(visitToday(event, clock), `Today 10:30, ${department?.name}`);
});
