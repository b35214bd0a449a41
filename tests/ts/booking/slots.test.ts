import assert from "node:assert/strict";
import { test } from "node:test";
import {
  currentSlots,
  endOf,
  nearestFree,
  activeAppointments,
  withChosen,
} from "../../../static/ts/booking/slots.ts";
import { STATUSES, appointment } from "../cast.ts";

const MORNING = Date.parse("2026-11-23T08:00:00+00:00");

const slot = (start: string, end: string, state: any = "free") => ({
  start: at(start),
  end: at(end),
  state,
});
const at = (time: string) => `2026-11-23T${time}:00+00:00`;
const states = (slots: { state: string }[]) => slots.map(({ state }) => state);

test("a booked slot is taken, and adjacent ones stay free", () => {
  const slots = [slot("09:30", "10:00"), slot("10:00", "10:30"), slot("10:30", "11:00")];
  assert.deepEqual(states(currentSlots(slots, [appointment()], MORNING)), [
    "free",
    "taken",
    "free",
  ]);
});

test("a cancelled appointment and an OPD appointment take no time", () => {
  const cancelled = appointment({ id: 1, status: "CANCELLED" });
  const walkIn = appointment({ id: "opd-2", kind: "opd" });
  const active = activeAppointments([cancelled, walkIn], STATUSES);
  const slots = currentSlots([slot("10:00", "10:30", "taken")], active, MORNING);
  assert.deepEqual(states(slots), ["free"]);
  assert.deepEqual(active, []);
});

test("past precedes closed, closed precedes taken, taken precedes held", () => {
  const slots = [
    slot("07:00", "07:30", "closed"),
    slot("10:00", "10:30", "closed"),
    slot("10:15", "10:45", "held"),
    slot("11:00", "11:30", "held"),
  ];
  assert.deepEqual(states(currentSlots(slots, [appointment()], MORNING)), [
    "past",
    "closed",
    "taken",
    "held",
  ]);
});

test("a slot that is running is free until its end, a longer visit until its slot's end", () => {
  const lastMoment = Date.parse(at("09:29")) + 59_999;
  const running = [slot("09:00", "09:30"), slot("09:15", "09:45")];
  assert.deepEqual(states(currentSlots(running, [], lastMoment)), ["free", "free"]);
  assert.deepEqual(states(currentSlots(running, [], lastMoment, 15)), ["past", "free"]);
  assert.deepEqual(states(currentSlots(running, [], lastMoment + 1, 15)), ["past", "past"]);
  assert.deepEqual(states(currentSlots([slot("09:00", "09:30", "past")], [], MORNING)), ["past"]);
});

test("a taken slot names the patient", () => {
  const [taken] = currentSlots([slot("10:00", "10:30")], [appointment()], MORNING);
  assert.equal(taken.taken_by, "E. Novak");
});

test("a chosen time that is not a slot is shown among the slots in order", () => {
  const slots = [slot("09:00", "09:30"), slot("09:30", "10:00")];
  const starts = withChosen(slots, at("09:10")).map(({ start }) => start);
  assert.deepEqual(starts, [at("09:00"), at("09:10"), at("09:30")]);
  assert.equal(withChosen(slots, at("09:30")), slots);
  assert.equal(withChosen(slots, null), slots);
});

test("without the day's appointments the slots are as loaded", () => {
  const slots = [slot("10:00", "10:30", "taken"), slot("10:30", "11:00")];
  assert.deepEqual(states(currentSlots(slots, null, MORNING)), ["taken", "free"]);
});

test("the nearest free slots are the next ones, then the ones before", () => {
  const slots = [
    slot("09:00", "09:30"),
    slot("09:30", "10:00"),
    slot("10:00", "10:30", "taken"),
    slot("10:30", "11:00"),
  ];
  const starts = nearestFree(slots, at("10:00"), 3).map(({ start }) => start);
  assert.deepEqual(starts, [at("10:30"), at("09:30"), at("09:00")]);
});

test("a time that is not a slot is as long as the slots", () => {
  const slots = [slot("09:00", "09:30"), slot("09:30", "10:00")];
  assert.equal(endOf(slots, at("09:30")), at("10:00"));
  assert.equal(Date.parse(endOf(slots, at("09:10")) ?? ""), Date.parse(at("09:40")));
  assert.equal(endOf([], at("09:10")), undefined);
});
