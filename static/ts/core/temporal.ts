/** The browser's Temporal, or the polyfill if it has none. */
import type { Temporal as TemporalType } from "temporal-polyfill";

const own = (globalThis as { Temporal?: typeof TemporalType }).Temporal;

export const Temporal = own ?? (await import("temporal-polyfill")).Temporal;
