/** Temporal: the browser's own, and where it has none yet, the polyfill's. */
import type { Temporal as TemporalType } from "temporal-polyfill";

const own = (globalThis as { Temporal?: typeof TemporalType }).Temporal;

export const Temporal = own ?? (await import("temporal-polyfill")).Temporal;
