import assert from "node:assert/strict";
import { test } from "node:test";
import { ANY_DOCTOR } from "../../../../static/ts/calendar/column-choice.ts";
import { Columns } from "../../../../static/ts/calendar/doctor-columns/columns.ts";

const ANAND = 7;
const BRANDT = 9;
const DOCTORS = [ANAND, BRANDT];

const kolkata = () => new Columns("Asia/Kolkata", "2026-11-23", DOCTORS);
/** The clock goes back from 03:00 to 02:00 on 25 October, and on from 02:00 to 03:00 on 29 March. */
const backwards = () => new Columns("Europe/Stockholm", "2026-10-25", DOCTORS);
const forwards = () => new Columns("Europe/Stockholm", "2026-03-29", DOCTORS);

/** Minutes since midnight. */
const at = (hour: number, minute = 0) => hour * 60 + minute;

function spanOf(columns: Columns, doctor: number, start: string, end: string) {
  const span = columns.spanOf(doctor, { start, end });
  return span && [span.column, span.from, span.to];
}

test("each doctor has a column, and spans follow the hospital's clock", () => {
  assert.deepEqual(
    spanOf(kolkata(), ANAND, "2026-11-23T10:00:00+05:30", "2026-11-23T10:30:00+05:30"),
    [0, at(10), at(10, 30)],
  );
  assert.deepEqual(spanOf(kolkata(), BRANDT, "2026-11-23T04:30:00Z", "2026-11-23T05:00:00Z"), [
    1,
    at(10),
    at(10, 30),
  ]);
});

test("an appointment of another day or a doctor without a column has no span", () => {
  const ten = ["2026-11-23T10:00:00+05:30", "2026-11-23T10:30:00+05:30"];
  assert.equal(spanOf(kolkata(), 8, ten[0], ten[1]), null);
  assert.equal(kolkata().spanOf(undefined, { start: ten[0], end: ten[1] }), null);
  assert.equal(
    spanOf(kolkata(), ANAND, "2026-11-24T00:00:00+05:30", "2026-11-24T01:00:00+05:30"),
    null,
  );
});

test("a walk-in without a doctor is in the column of any doctor, where there is one", () => {
  const columns = new Columns("Asia/Kolkata", "2026-11-23", [...DOCTORS, ANY_DOCTOR]);
  const ten = { start: "2026-11-23T10:00:00+05:30", end: "2026-11-23T10:15:00+05:30" };
  assert.deepEqual(columns.spanOf(undefined, ten), { column: 2, from: at(10), to: at(10, 15) });
  assert.equal(kolkata().spanOf(undefined, ten), null);
});

test("an appointment over midnight is cut at the end of the day and cannot be dragged", () => {
  const night = { start: "2026-11-22T23:00:00+05:30", end: "2026-11-23T01:00:00+05:30" };
  assert.deepEqual(spanOf(kolkata(), ANAND, night.start, night.end), [0, at(0), at(1)]);
  assert.equal(kolkata().contains(night), false);
});

test("a span is read as a doctor and times", () => {
  const span = { column: 1, from: at(10, 5), to: at(10, 35) };
  assert.deepEqual(kolkata().timesAt(span), {
    doctor: BRANDT,
    start: "2026-11-23T10:05:00+05:30",
    end: "2026-11-23T10:35:00+05:30",
  });
});

test("a span may end at midnight", () => {
  const span = { column: 0, from: at(23, 30), to: at(24) };
  assert.deepEqual(kolkata().timesAt(span), {
    doctor: ANAND,
    start: "2026-11-23T23:30:00+05:30",
    end: "2026-11-24T00:00:00+05:30",
  });
});

test("in an hour that the clock shows twice, lengths and unchanged starts are kept", () => {
  const second = { start: "2026-10-25T02:15:00+01:00", end: "2026-10-25T02:45:00+01:00" };
  const span = backwards().spanOf(ANAND, second);
  assert.deepEqual(span && [span.column, span.from, span.to], [0, at(2, 15), at(2, 45)]);
  const longer = { column: 0, from: at(2, 15), to: at(3) };
  assert.deepEqual(backwards().timesAt(longer, second), {
    doctor: ANAND,
    start: "2026-10-25T02:15:00+01:00",
    end: "2026-10-25T03:00:00+01:00",
  });
  assert.equal(backwards().timesAt(longer).start, "2026-10-25T02:15:00+02:00");
});

test("over the change of the clock an appointment is as high as it is long", () => {
  assert.deepEqual(
    spanOf(backwards(), ANAND, "2026-10-25T02:45:00+02:00", "2026-10-25T02:15:00+01:00"),
    [0, at(2, 45), at(3, 15)],
  );
});

test("closed hours end at their wall-clock time, also over the change of the clock", () => {
  const until = (columns: Columns, start: string, end: string) =>
    columns.hoursSpan(ANAND, { start, end });
  assert.deepEqual(until(backwards(), "2026-10-25T00:00:00+02:00", "2026-10-25T09:00:00+01:00"), {
    column: 0,
    from: 0,
    to: at(9),
  });
  assert.equal(
    until(forwards(), "2026-03-29T00:00:00+01:00", "2026-03-29T09:00:00+02:00")?.to,
    at(9),
  );
  assert.equal(
    until(backwards(), "2026-10-25T17:00:00+01:00", "2026-10-26T00:00:00+01:00")?.to,
    at(24),
  );
});

test("a time that the clock skips is read as one hour later", () => {
  const span = { column: 0, from: at(2, 30), to: at(2, 45) };
  assert.deepEqual(forwards().timesAt(span), {
    doctor: ANAND,
    start: "2026-03-29T03:30:00+02:00",
    end: "2026-03-29T03:45:00+02:00",
  });
});

test("times are read back unchanged at every quarter of an hour of an ordinary day", () => {
  for (let quarter = 0; quarter < 96; quarter += 1) {
    const from = Date.parse("2026-11-23T00:00:00+05:30") + quarter * 900_000;
    const times = {
      start: new Date(from).toISOString(),
      end: new Date(from + 900_000).toISOString(),
    };
    const span = kolkata().spanOf(BRANDT, times);
    assert.ok(span);
    const { doctor, start, end } = kolkata().timesAt(span);
    assert.deepEqual([doctor, Date.parse(start), Date.parse(end)], [BRANDT, from, from + 900_000]);
  }
});

test("the progress of the day follows the wall clock, and other days have none", () => {
  assert.equal(kolkata().progress(Date.parse("2026-11-23T12:00:00+05:30")), 0.5);
  assert.equal(kolkata().progress(Date.parse("2026-11-24T00:00:00+05:30")), null);
});
