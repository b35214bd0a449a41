/** Whose room the page is: the server's answer to the address. */
import { byId } from "../core/dom.ts";
import type { Person } from "../core/types.ts";
import type { Department } from "../queue/types.ts";

export interface Setting {
  doctor: Person;
  /** The doctor's. */
  department: Department;
  /** Where patients can be transferred. */
  departments: Department[];
}

export function readSetting(): Setting {
  return JSON.parse(byId("room-setting").textContent ?? "");
}
