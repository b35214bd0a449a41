import assert from "node:assert/strict";
import { test } from "node:test";
import { initialState, readUrl, writeUrl } from "../../../static/ts/calendar/url-state.ts";

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
