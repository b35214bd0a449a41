/** Temporal: the browser's own, and where it has none yet, the polyfill's. */

const own = /** @type {{Temporal?: typeof import("temporal-polyfill").Temporal}} */ (globalThis)
  .Temporal;

export const Temporal = own ?? (await import("temporal-polyfill")).Temporal;
