/** A registered patient who is likely the person that was typed: why, and what differs. */
import { el } from "../../core/dom.ts";
import { factNodes, type FactsOf } from "./facts.ts";
import { ALL, markedName } from "./marks.ts";
import { messages } from "./messages.ts";
import type { Marks, MatchingPatient } from "../../core/types.ts";

/** `href`: where the name leads, in another window, so that nothing typed is lost. */
export function matchLines(patient: MatchingPatient, factsOf: FactsOf, href?: string) {
  const { alike, differs } = patient;
  const marks: Marks = Object.fromEntries(differs.map((field) => [field, [ALL]]));
  const name = markedName(patient, marks);
  const reasons = alike.map((reason) => messages.alike[reason]).join(" · ");
  const fields = differs.map((field) => messages.fields[field]).join(", ");
  return [
    el("strong", {}, href ? el("a", { href, target: "_blank", rel: "noopener" }, name) : name),
    el("span", { class: "text-muted tabular" }, ...factNodes(factsOf(patient, marks))),
    el("span", { class: "match-why", text: reasons }),
    fields && el("span", { class: "match-different", text: messages.different(fields) }),
  ];
}
