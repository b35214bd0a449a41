import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../../../static/ts/core/api.ts";
import { firstPlace, readAddress, writeAddress } from "../../../static/ts/calendar/url-state.ts";
import { shortNames } from "../../../static/ts/calendar/doctors.ts";
import { weeksOf } from "../../../static/ts/calendar/month-grid.ts";
import { moveButtons } from "../../../static/ts/appointment/status-rules.ts";
import { refusal } from "../../../static/ts/appointment/error-text.ts";
import { Visits } from "../../../static/ts/appointment/api.ts";
import { Store } from "../../../static/ts/realtime/appointment-store.ts";
import { Clock } from "../../../static/ts/core/clock.ts";
import { WEEK, appointment } from "../cast.ts";

test("an address written is read back as the same place", () => {
  const place = {
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
  assert.deepEqual(readAddress(writeAddress(place), "week"), place);
});

test("what an address says that cannot be is left out", () => {
  const search = "?view=year&date=2026-13-40&doctor=x&doctor=3&kind=all&open=<script>";
  assert.deepEqual(readAddress(search, "list"), {
    view: "list",
    date: "",
    filters: { doctor: [3], department: [], status: [], kind: "" },
    open: "",
  });
});

const NARROW = { sideBySide: () => false };

test("a desk begins with the day of all, one or two doctors with their week, a phone with the list", () => {
  const desk = { phone: false, doctor: null, ...NARROW };
  const view = (search: string, user = desk) => firstPlace(search, user).view;
  assert.equal(view(""), "day");
  assert.equal(view("?department=1"), "day");
  assert.equal(view("?doctor=1&doctor=2"), "week");
  assert.equal(view("?doctor=1&doctor=2&doctor=3"), "day");
  assert.equal(view("?view=week"), "week");
  assert.equal(view("?doctor=1", { ...desk, phone: true }), "list");
});

test("a wide desk begins with a department's doctors side by side", () => {
  const wide = { phone: false, doctor: null, sideBySide: () => true };
  assert.equal(firstPlace("?department=1", wide).view, "doctors");
  assert.equal(firstPlace("?department=1&view=week", wide).view, "week");
  assert.equal(firstPlace("", wide).view, "day");
});

test("a doctor begins with the own week, and leaves it by an address that says more", () => {
  const begin = (search: string) => {
    const { view, filters } = firstPlace(search, { phone: false, doctor: 7, ...NARROW });
    return [view, filters.doctor, filters.department];
  };
  assert.deepEqual(begin(""), ["week", [7], []]);
  assert.deepEqual(begin("?doctor=3"), ["week", [3], []]);
  assert.deepEqual(begin("?department=4"), ["day", [], [4]]);
  assert.deepEqual(begin("?view=week"), ["week", [], []]);
});

test("a doctor is named shortly, without the title", () => {
  assert.deepEqual(shortNames("Dr. Leila Haddad"), { initials: "LH", surname: "Haddad" });
  assert.deepEqual(shortNames("Prof. Dr. Ana de la Cruz"), { initials: "AC", surname: "Cruz" });
  assert.deepEqual(shortNames("Åsa"), { initials: "Å", surname: "Åsa" });
});

test("a month is whole weeks from Monday to Sunday", () => {
  const weeks = weeksOf("2026-11-23");
  assert.equal(weeks.length, 6);
  assert.deepEqual([weeks[0][0], weeks[5][6]], ["2026-10-26", "2026-12-06"]);
});

test("the usual move comes first, cancelling asks why, undoing comes last", () => {
  const names = (from: string, allowed: string[]) =>
    moveButtons(from, allowed).map(({ label, look }) => [label, look]);
  assert.deepEqual(names("CHECKED_IN", ["SCHEDULED", "CANCELLED", "LEFT", "IN_PROGRESS"]), [
    ["Start", "main"],
    ["Left without being seen", "other"],
    ["Cancel…", "danger"],
    ["Undo check-in", "other"],
  ]);
  const cancel = moveButtons("SCHEDULED", ["CANCELLED"])[0];
  assert.equal(cancel.needsReason, true);
});

test("undoing is never the main button", () => {
  assert.deepEqual(
    moveButtons("COMPLETED", ["IN_PROGRESS"]).map(({ look }) => look),
    ["other"],
  );
});

test("a stale answer puts how it stands now into the store", async () => {
  const store = new Store();
  store.applySnapshot([appointment()], WEEK);
  const current = appointment({ version: 4, status: "IN_PROGRESS" });
  const error = new ApiError(409, { code: "stale", current });
  const api = { post: async () => Promise.reject(error) };
  const visits = new Visits(api as any, store);
  await assert.rejects(visits.changeStatus(appointment(), "CHECKED_IN"), { code: "stale" });
  assert.equal(store.get(1)?.status, "IN_PROGRESS");
});

test("OPD visits have their own address, and the version travels", async () => {
  const calls: any[] = [];
  const answer = appointment({ id: "opd-7", kind: "opd", version: 2, status: "CHECKED_IN" });
  const api = { post: async (...call: any[]) => (calls.push(call), answer) };
  const store = new Store();
  store.applySnapshot([], WEEK);
  const opd = appointment({ id: "opd-7", kind: "opd" });
  await new Visits(api as any, store).changeStatus(opd, "CHECKED_IN");
  assert.deepEqual(calls, [
    ["/api/opd-appointments/7/status/", { status: "CHECKED_IN", version: 1, reason: undefined }],
  ]);
  assert.equal(store.get("opd-7")?.status, "CHECKED_IN");
});

test("a clash offers the next free times, and taking one moves there", () => {
  const clock = new Clock("UTC", "en-GB");
  const offer = { start: "2026-01-06T11:15:00Z", end: "2026-01-06T11:45:00Z" };
  const detail = "That time is taken.";
  const error = new ApiError(409, { code: "clash", detail, next_free: [offer] });
  const taken: any[] = [];
  const { text, actions } = refusal(error, clock, (times) => taken.push(times));
  actions[0].run();
  assert.equal(text, detail);
  assert.deepEqual(
    actions.map(({ label }) => label),
    ["Tue 6 Jan, 11:15"],
  );
  assert.deepEqual(taken, [offer]);
});
