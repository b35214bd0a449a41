import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL, marked, markedDate } from "../../../../static/ts/shell/patient-search/marks.ts";
import type { Piece } from "../../../../static/ts/shell/patient-search/marks.ts";

/** Marked pieces in brackets. */
const shown = (pieces: Piece[]) =>
  pieces.map(({ text, isMarked }) => (isMarked ? `[${text}]` : text)).join("");

test("ranges are marked, also at the ends and next to each other", () => {
  const ranges: [number, number][] = [
    [0, 3],
    [4, 6],
  ];
  assert.equal(shown(marked("Zoë Bélanger", "Zoë Bélanger", ranges)), "[Zoë] [Bé]langer");
  assert.equal(shown(marked("Novak", "Novak", [ALL])), "[Novak]");
  assert.equal(shown(marked("Novak", "Novak")), "Novak");
});

test("ranges count code points", () => {
  assert.equal(shown(marked("𠮷田 Ken", "𠮷田 Ken", [[3, 6]])), "𠮷田 [Ken]");
});

test("ranges are of the value inside the text", () => {
  assert.equal(shown(marked("MRN 000241", "000241", [[3, 6]])), "MRN 000[241]");
  assert.equal(shown(marked("MRN 000241 (old)", "000241", [ALL])), "MRN [000241] (old)");
});

test("a birth date in words is marked as a whole, or its year", () => {
  const born = (ranges?: [number, number][]) =>
    shown(markedDate("born 17 May 1980", "17 May 1980", "1980-05-17", ranges));
  assert.equal(born([[0, 10]]), "born [17 May 1980]");
  assert.equal(born([ALL]), "born [17 May 1980]");
  assert.equal(born([[0, 4]]), "born 17 May [1980]");
  assert.equal(born(), "born 17 May 1980");
});

test("where the words write the year in another way, the whole date is marked", () => {
  const pieces = markedDate("born ۱۷ مه ۱۹۸۰", "۱۷ مه ۱۹۸۰", "1980-05-17", [[0, 4]]);
  assert.equal(shown(pieces), "born [۱۷ مه ۱۹۸۰]");
});
