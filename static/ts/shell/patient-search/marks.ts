/** Texts in pieces, some of them marked: what of a patient matches, or differs. */
import { el } from "../../core/dom.ts";
import type { Marks, Patient, Range } from "../../core/types.ts";

export interface Piece {
  text: string;
  isMarked: boolean;
}

/** The whole value. */
export const ALL: Range = [0, Infinity];

/** `text` contains `value`, whose `ranges` are marked. */
export function marked(text: string, value: string, ranges: Range[] = []): Piece[] {
  const characters = [...text];
  const first = [...text.slice(0, Math.max(text.indexOf(value), 0))].length;
  const after = first + [...value].length;
  const pieces: Piece[] = [];
  let last = 0;
  const add = (end: number, isMarked: boolean) => {
    if (end > last) pieces.push({ text: characters.slice(last, end).join(""), isMarked });
    last = end;
  };
  for (const [start, end] of ranges) {
    add(first + start, false);
    add(Math.min(first + end, after), true);
  }
  add(characters.length, false);
  return pieces;
}

/** A birth date in words. `ranges`: of `date`, YYYY-MM-DD: its year, or all of it. */
export function markedDate(text: string, words: string, date: string, ranges: Range[] = []) {
  const year = date.slice(0, 4);
  const isYear = ranges[0]?.[1] === year.length && words.includes(year);
  return marked(text, isYear ? year : words, ranges.length ? [ALL] : []);
}

/** The name in its own direction, as `nameElement` of core/patient.ts. */
export function markedName({ name, language }: Patient, marks: Marks) {
  return el("bdi", { lang: language || null }, ...asNodes(marked(name, name, marks.name)));
}

/** The content of an element. */
export function asNodes(pieces: Piece[]) {
  return pieces.map(({ text, isMarked }) => (isMarked ? el("mark", { text }) : text));
}
