/** This page load's own name, by which it tells its changes from another desk's. */
export const ORIGIN_ID = crypto.randomUUID();
