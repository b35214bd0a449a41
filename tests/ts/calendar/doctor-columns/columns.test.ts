import assert from "node:assert/strict";
import { test } from "node:test";
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

function drawn(columns: Columns, doctor: number, start: string, end: string) {
  const place = columns.spanOf(doctor, { start, end });
  return place && [place.column, place.from, place.to];
}

test("each doctor is a column, and a place in it is what the hospital's clock shows", () => {
  assert.deepEqual(
    drawn(kolkata(), ANAND, "2026-11-23T10:00:00+05:30", "2026-11-23T10:30:00+05:30"),
    [0, at(10), at(10, 30)],
  );
  assert.deepEqual(drawn(kolkata(), BRANDT, "2026-11-23T04:30:00Z", "2026-11-23T05:00:00Z"), [
    1,
    at(10),
    at(10, 30),
  ]);
});

test("what is of another day or of nobody shown has no place", () => {
  const ten = ["2026-11-23T10:00:00+05:30", "2026-11-23T10:30:00+05:30"];
  assert.equal(drawn(kolkata(), 8, ten[0], ten[1]), null);
  assert.equal(kolkata().spanOf(undefined, { start: ten[0], end: ten[1] }), null);
  assert.equal(
    drawn(kolkata(), ANAND, "2026-11-24T00:00:00+05:30", "2026-11-24T01:00:00+05:30"),
    null,
  );
});

test("what reaches over midnight is drawn as far as the day goes, and is not to be taken hold of", () => {
  const night = { start: "2026-11-22T23:00:00+05:30", end: "2026-11-23T01:00:00+05:30" };
  assert.deepEqual(drawn(kolkata(), ANAND, night.start, night.end), [0, at(0), at(1)]);
  assert.equal(kolkata().contains(night), false);
});

test("a place says whose time it is and when", () => {
  const place = { column: 1, from: at(10, 5), to: at(10, 35) };
  assert.deepEqual(kolkata().timesAt(place), {
    doctor: BRANDT,
    start: "2026-11-23T10:05:00+05:30",
    end: "2026-11-23T10:35:00+05:30",
  });
});

test("a length that ends at midnight belongs to its own column", () => {
  const place = { column: 0, from: at(23, 30), to: at(24) };
  assert.deepEqual(kolkata().timesAt(place), {
    doctor: ANAND,
    start: "2026-11-23T23:30:00+05:30",
    end: "2026-11-24T00:00:00+05:30",
  });
});

test("an hour that the clock shows twice keeps lengths, and a start that was not moved", () => {
  const second = { start: "2026-10-25T02:15:00+01:00", end: "2026-10-25T02:45:00+01:00" };
  const place = backwards().spanOf(ANAND, second);
  assert.deepEqual(place && [place.column, place.from, place.to], [0, at(2, 15), at(2, 45)]);
  const longer = { column: 0, from: at(2, 15), to: at(3) };
  assert.deepEqual(backwards().timesAt(longer, second), {
    doctor: ANAND,
    start: "2026-10-25T02:15:00+01:00",
    end: "2026-10-25T03:00:00+01:00",
  });
  assert.equal(backwards().timesAt(longer).start, "2026-10-25T02:15:00+02:00");
});

test("over the change itself an appointment is drawn as long as it lasts", () => {
  assert.deepEqual(
    drawn(backwards(), ANAND, "2026-10-25T02:45:00+02:00", "2026-10-25T02:15:00+01:00"),
    [0, at(2, 45), at(3, 15)],
  );
});

test("closed hours end where the clock says so, also over its change", () => {
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

test("a time that the clock leaves out means the one an hour later", () => {
  const place = { column: 0, from: at(2, 30), to: at(2, 45) };
  assert.deepEqual(forwards().timesAt(place), {
    doctor: ANAND,
    start: "2026-03-29T03:30:00+02:00",
    end: "2026-03-29T03:45:00+02:00",
  });
});

test("what is read back is what was placed, at every quarter of an hour of an ordinary day", () => {
  for (let quarter = 0; quarter < 96; quarter += 1) {
    const from = Date.parse("2026-11-23T00:00:00+05:30") + quarter * 900_000;
    const times = {
      start: new Date(from).toISOString(),
      end: new Date(from + 900_000).toISOString(),
    };
    const place = kolkata().spanOf(BRANDT, times);
    assert.ok(place);
    const { doctor, start, end } = kolkata().timesAt(place);
    assert.deepEqual([doctor, Date.parse(start), Date.parse(end)], [BRANDT, from, from + 900_000]);
  }
});

test("the day's progress is the wall clock's, and no other day has one", () => {
  assert.equal(kolkata().progress(Date.parse("2026-11-23T12:00:00+05:30")), 0.5);
  assert.equal(kolkata().progress(Date.parse("2026-11-24T00:00:00+05:30")), null);
});
