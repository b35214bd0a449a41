/** The rules of each status, from page-config. The server defines them in appointments/models/status.py. */
import type { StatusRules } from "./types.ts";

export class Statuses {
  #rules: Map<string, StatusRules>;

  constructor(rules: StatusRules[]) {
    this.#rules = new Map(rules.map((each) => [each.value, each]));
  }

  /** The status in the page's language. */
  readonly label = (status: string) => this.#rules.get(status)?.label ?? status;

  /** Whether a rule holds for the status. */
  is(status: string, rule: "active" | "reschedulable" | "listed") {
    return Boolean(this.#rules.get(status)?.[rule]);
  }

  /** Whether this transition takes back one of the same day. */
  isUndo(from: string, to: string) {
    return to in (this.#rules.get(from)?.undo ?? {});
  }
}
