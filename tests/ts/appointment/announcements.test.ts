import assert from "node:assert/strict";
import { test } from "node:test";
import { sentence } from "../../../static/ts/appointment/announcements.ts";
import { ORIGIN_ID } from "../../../static/ts/core/origin.ts";
import { Clock } from "../../../static/ts/core/clock.ts";
import { appointment, message } from "../cast.ts";
import type { AppointmentMessage } from "../../../static/ts/core/types.ts";

const clock = new Clock("UTC", "en-GB");
const { start: ten, end: half } = appointment();
const TEN = clock.span(ten, half);
const label = (state: string) => state.toLowerCase();

function announced(body: AppointmentMessage, removed: string[] = []) {
  return sentence({ message: body, upserted: [], removed }, label, clock);
}

test("a change by another desk is announced with its user, time and status", () => {
  const text = announced(message(appointment({ status: "CHECKED_IN" })));
  assert.equal(text, `Desk 2: E. Novak, ${TEN}, checked_in`);
});

test("a removed appointment is announced with its new time and status", () => {
  assert.equal(
    announced(message(appointment({ status: "CANCELLED" })), ["1"]),
    `Desk 2: E. Novak, ${TEN}, cancelled, no longer shown here`,
  );
  const start = "2026-12-01T10:00:00+00:00";
  const moved = appointment({ start, end: "2026-12-01T10:30:00+00:00" });
  assert.match(announced(message(moved), ["1"]), /1 Dec, 10:00 – 10:30, scheduled, no longer/);
});

test("changes of this page and loads are not announced", () => {
  assert.equal(announced({ ...message(appointment()), origin: ORIGIN_ID }), "");
  assert.equal(sentence({ message: null, upserted: [], removed: ["1"] }, label, clock), "");
});
