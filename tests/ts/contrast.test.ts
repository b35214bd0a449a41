import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const css = readFileSync(new URL("../../static/css/tokens.css", import.meta.url), "utf8");
const [lightCss, darkCss] = css.split("@media not print");
const light = values(lightCss);
const schemes = { light, dark: { ...light, ...values(darkCss) } };
const STATES = ["blue", "violet", "amber", "green", "red", "grey", "brown"];
const TEXT = 4.5; // WCAG 1.4.3
const SHAPE = 3; // WCAG 1.4.11
const BACKGROUNDS = ["page-bg", "surface", "raised", "hover"];
const PAIRS = [
  ...STATES.map((state) => [`${state}-ink`, `${state}-tint`]),
  ...BACKGROUNDS.flatMap((background) =>
    ["ink", "ink-soft", "ink-faint"].map((ink) => [ink, background]),
  ),
  ...["surface", "raised", "accent-tint"].map((background) => ["accent-text", background]),
  ["ink", "accent-tint-strong"],
  ["ink-faint", "accent-tint"],
  ...["accent", "accent-hover"].map((background) => ["accent-on", background]),
  ...["good", "warn", "bad"].map((signal) => [signal, `${signal}-tint`]),
];

for (const [scheme, raw] of Object.entries(schemes)) {
  test(`text has enough contrast to its background in ${scheme}`, () => {
    const weak = PAIRS.filter(([ink, background]) => contrast(raw[ink], raw[background]) < TEXT);
    assert.deepEqual(weak, []);
  });

  test(`field borders and the focus ring have enough contrast in ${scheme}`, () => {
    const edges = ["line-strong", "accent-text"].map((edge) => [edge, "surface"]);
    assert.deepEqual(
      edges.filter(([edge, background]) => contrast(raw[edge], raw[background]) < SHAPE),
      [],
    );
  });
}

function values(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/--raw-([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, hex]) => [name, hex]),
  );
}

/** Hexadecimal colours. */
function contrast(one: string, other: string) {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(hex: string) {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
