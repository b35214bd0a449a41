/** This page load's own name, by which it tells its changes from another desk's. */
import { randomId } from "./random.ts";

export const ORIGIN_ID = randomId();
