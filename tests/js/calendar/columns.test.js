import assert from "node:assert/strict";
import { test } from "node:test";
import { Columns } from "../../../static/js/calendar/columns.js";

const ANAND = 7;
const BRANDT = 9;
const DOCTORS = [ANAND, BRANDT];

const kolkata = () => new Columns("Asia/Kolkata", "2026-11-23", DOCTORS);
/** The clock goes back from 03:00 to 02:00 on 25 October, and on from 02:00 to 03:00 on 29 March. */
const backwards = () => new Columns("Europe/Stockholm", "2026-10-25", DOCTORS);
const forwards = () => new Columns("Europe/Stockholm", "2026-03-29", DOCTORS);

/** @param {Columns} columns @param {number} doctor @param {string} start @param {string} end */
function drawn(columns, doctor, start, end) {
  const place = columns.place(doctor, { start, end });
  return place && [place.start.toISOString(), place.end.toISOString()];
}

test("each doctor is a day, and the hospital's clock is that day's clock", () => {
  assert.deepEqual(
    drawn(kolkata(), ANAND, "2026-11-23T10:00:00+05:30", "2026-11-23T10:30:00+05:30"),
    ["1990-01-01T10:00:00.000Z", "1990-01-01T10:30:00.000Z"],
  );
  assert.deepEqual(drawn(kolkata(), BRANDT, "2026-11-23T04:30:00Z", "2026-11-23T05:00:00Z"), [
    "1990-01-02T10:00:00.000Z",
    "1990-01-02T10:30:00.000Z",
  ]);
});

test("what is of another day or of nobody shown has no place", () => {
  const ten = ["2026-11-23T10:00:00+05:30", "2026-11-23T10:30:00+05:30"];
  assert.equal(drawn(kolkata(), 8, ten[0], ten[1]), null);
  assert.equal(kolkata().place(undefined, { start: ten[0], end: ten[1] }), null);
  assert.equal(
    drawn(kolkata(), ANAND, "2026-11-24T00:00:00+05:30", "2026-11-24T01:00:00+05:30"),
    null,
  );
});

test("what reaches over midnight is drawn as far as the day goes, and is not to be taken hold of", () => {
  const night = { start: "2026-11-22T23:00:00+05:30", end: "2026-11-23T01:00:00+05:30" };
  assert.deepEqual(drawn(kolkata(), ANAND, night.start, night.end), [
    "1990-01-01T00:00:00.000Z",
    "1990-01-01T01:00:00.000Z",
  ]);
  assert.equal(kolkata().holds(night), false);
});

test("a place says whose time it is and when", () => {
  const place = { start: new Date("1990-01-02T10:05:00Z"), end: new Date("1990-01-02T10:35:00Z") };
  assert.deepEqual(kolkata().read(place), {
    doctor: BRANDT,
    start: "2026-11-23T10:05:00+05:30",
    end: "2026-11-23T10:35:00+05:30",
  });
});

test("a length that ends at midnight belongs to its own column", () => {
  const place = { start: new Date("1990-01-01T23:30:00Z"), end: new Date("1990-01-02T00:00:00Z") };
  assert.deepEqual(kolkata().read(place), {
    doctor: ANAND,
    start: "2026-11-23T23:30:00+05:30",
    end: "2026-11-24T00:00:00+05:30",
  });
});

test("an hour that the clock shows twice keeps lengths, and a start that was not moved", () => {
  const second = { start: "2026-10-25T02:15:00+01:00", end: "2026-10-25T02:45:00+01:00" };
  const place = backwards().place(ANAND, second);
  assert.deepEqual(place && [place.start.toISOString(), place.end.toISOString()], [
    "1990-01-01T02:15:00.000Z",
    "1990-01-01T02:45:00.000Z",
  ]);
  const longer = { start: new Date("1990-01-01T02:15:00Z"), end: new Date("1990-01-01T03:00:00Z") };
  assert.deepEqual(backwards().read(longer, second), {
    doctor: ANAND,
    start: "2026-10-25T02:15:00+01:00",
    end: "2026-10-25T03:00:00+01:00",
  });
  assert.equal(backwards().read(longer).start, "2026-10-25T02:15:00+02:00");
});

test("over the change itself an appointment is drawn as long as it lasts", () => {
  assert.deepEqual(
    drawn(backwards(), ANAND, "2026-10-25T02:45:00+02:00", "2026-10-25T02:15:00+01:00"),
    ["1990-01-01T02:45:00.000Z", "1990-01-01T03:15:00.000Z"],
  );
});

test("a time that the clock leaves out means the one an hour later", () => {
  const place = { start: new Date("1990-01-01T02:30:00Z"), end: new Date("1990-01-01T02:45:00Z") };
  assert.deepEqual(forwards().read(place), {
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
    const place = kolkata().place(BRANDT, times);
    assert.ok(place);
    const { doctor, start, end } = kolkata().read(place);
    assert.deepEqual([doctor, Date.parse(start), Date.parse(end)], [BRANDT, from, from + 900_000]);
  }
});

test("the day's progress is the wall clock's, and no other day has one", () => {
  assert.equal(kolkata().progress(Date.parse("2026-11-23T12:00:00+05:30")), 0.5);
  assert.equal(kolkata().progress(Date.parse("2026-11-24T00:00:00+05:30")), null);
});
