/** The random name of this page load, by which it recognises its own changes. */
import { randomId } from "./random.ts";

export const ORIGIN_ID = randomId();
