import assert from "node:assert/strict";
import { test } from "node:test";
import { initialState, readUrl, writeUrl } from "../../../static/ts/calendar/url-state.ts";
import { transitionButtons } from "../../../static/ts/appointment/status-rules.ts";
import { refusal } from "../../../static/ts/appointment/error-text.ts";
import { AppointmentApi } from "../../../static/ts/appointment/api.ts";
import { AppointmentStore } from "../../../static/ts/realtime/appointment-store.ts";
import { Clock } from "../../../static/ts/core/clock.ts";
import { STATUSES, WEEK, appointment } from "../cast.ts";

test("a written address is read back as the same state", () => {
  const state = {
    view: "day" as const,
    date: "2026-11-23",
    filters: {
      doctor: [1, 2],
      department: [],
      status: ["CHECKED_IN"],
      kind: "opd" as const,
    },
    open: "opd-7",
  };
  assert.deepEqual(readUrl(writeUrl(state), "week"), state);
});

test("invalid values in an address are ignored", () => {
  const search = "?view=year&date=2026-13-40&doctor=x&doctor=3&kind=all&open=<script>";
  assert.deepEqual(readUrl(search, "list"), {
    view: "list",
    date: "",
    filters: { doctor: [3], department: [], status: [], kind: "" },
    open: "",
  });
});

const NARROW = { sideBySide: () => false };

test("the calendar opens with the day, with the week of one or two doctors, or on a phone with the list", () => {
  const desk = { phone: false, doctor: null, ...NARROW };
  const view = (search: string, user = desk) => initialState(search, user).view;
  assert.equal(view(""), "day");
  assert.equal(view("?department=1"), "day");
  assert.equal(view("?doctor=1&doctor=2"), "week");
  assert.equal(view("?doctor=1&doctor=2&doctor=3"), "day");
  assert.equal(view("?view=week"), "week");
  assert.equal(view("?doctor=1", { ...desk, phone: true }), "list");
});

test("on a wide screen a department opens with its doctors side by side", () => {
  const wide = { phone: false, doctor: null, sideBySide: () => true };
  assert.equal(initialState("?department=1", wide).view, "doctors");
  assert.equal(initialState("?department=1&view=week", wide).view, "week");
  assert.equal(initialState("", wide).view, "day");
});

test("a doctor's calendar opens with the own week unless the address names a filter or view", () => {
  const opened = (search: string) => {
    const { view, filters } = initialState(search, { phone: false, doctor: 7, ...NARROW });
    return [view, filters.doctor, filters.department];
  };
  assert.deepEqual(opened(""), ["week", [7], []]);
  assert.deepEqual(opened("?doctor=3"), ["week", [3], []]);
  assert.deepEqual(opened("?department=4"), ["day", [], [4]]);
  assert.deepEqual(opened("?view=week"), ["week", [], []]);
});

test("the usual move comes first, cancelling asks why, undoing comes last", () => {
  const names = (from: string, allowed: string[]) =>
    transitionButtons(from, allowed, STATUSES).map(({ label, style }) => [label, style]);
  assert.deepEqual(names("CHECKED_IN", ["SCHEDULED", "CANCELLED", "LEFT", "IN_PROGRESS"]), [
    ["Start", "main"],
    ["Left", "other"],
    ["Cancel…", "danger"],
    ["Undo check-in", "other"],
  ]);
  const cancel = transitionButtons("SCHEDULED", ["CANCELLED"], STATUSES)[0];
  assert.equal(cancel.needsReason, true);
});

test("undoing is never the main button", () => {
  assert.deepEqual(
    transitionButtons("COMPLETED", ["IN_PROGRESS"], STATUSES).map(({ style }) => style),
    ["other"],
  );
});

test("a stale answer puts how it stands now into the store", async () => {
  const store = new AppointmentStore(STATUSES);
  store.applySnapshot([appointment()], WEEK);
  const current = appointment({ version: 4, status: "IN_PROGRESS" });
  const error = Object.assign(new Error("stale"), { code: "stale", body: { current } });
  const api = { post: async () => Promise.reject(error) };
  const appointments = new AppointmentApi(api as any, store);
  await assert.rejects(appointments.changeStatus(appointment(), "CHECKED_IN"), { code: "stale" });
  assert.equal(store.get(1)?.status, "IN_PROGRESS");
});

test("OPD appointments have their own address, and the version travels", async () => {
  const calls: any[] = [];
  const answer = appointment({ id: "opd-7", kind: "opd", version: 2, status: "CHECKED_IN" });
  const api = { post: async (...call: any[]) => (calls.push(call), answer) };
  const store = new AppointmentStore(STATUSES);
  store.applySnapshot([], WEEK);
  const opd = appointment({ id: "opd-7", kind: "opd" });
  await new AppointmentApi(api as any, store).changeStatus(opd, "CHECKED_IN");
  assert.deepEqual(calls, [
    ["/api/opd-appointments/7/status/", { status: "CHECKED_IN", version: 1, reason: undefined }],
  ]);
  assert.equal(store.get("opd-7")?.status, "CHECKED_IN");
});

test("a clash offers the next free times, and taking one moves there", () => {
  const clock = new Clock("UTC", "en-GB");
  const offer = { start: "2026-01-06T11:15:00Z", end: "2026-01-06T11:45:00Z" };
  const error = { code: "clash", message: "That time is taken.", body: { next_free: [offer] } };
  const taken: any[] = [];
  const { text, actions } = refusal(error, clock, (times) => taken.push(times));
  actions[0].run();
  assert.equal(text, "That time is taken.");
  assert.deepEqual(
    actions.map(({ label }) => label),
    ["Tue 6 Jan, 11:15"],
  );
  assert.deepEqual(taken, [offer]);
});
