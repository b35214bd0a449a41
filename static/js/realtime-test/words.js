/** Every sentence of the realtime instrument's scripts, ready for a translation catalogue. */
export const words = {
  upToDate: "up to date",
  behind: (/** @type {number} */ count) => `${count} behind`,
  waiting: "waiting for the server",
  unknown: "–",
  leave: (/** @type {string} */ channel) => `Leave ${channel}`,
  already: "This window hears that channel already.",
  needChannel: "Name a channel, such as realtime-test.",
  refused: (/** @type {string} */ channel, /** @type {string} */ why) => `${channel}: ${why}`,
  socket: (/** @type {string} */ id) => `socket ${id}`,
  noSocket: "no socket",
  sent: (/** @type {number} */ seq) => `Sent as number ${seq}; waiting for it to arrive…`,
  arrived: (/** @type {number} */ seq, /** @type {string} */ ms) =>
    `Number ${seq} came back in ${ms} ms.`,
  roundTrips: (
    /** @type {number} */ count,
    /** @type {string} */ last,
    /** @type {string} */ median,
  ) => `${count} own · last ${last} ms · median ${median} ms`,
  roundTrip: "round trip from the click",
  oneWay: "since the server's time stamp; needs clocks that agree",
  caughtUp: "caught up",
  from: (/** @type {string} */ message, /** @type {string} */ by) => `${message} – ${by}`,
  appointment: (/** @type {string} */ action, /** @type {string | number} */ id) =>
    `${action}, appointment ${id}`,
  changed: "the doctor's hours changed",
};
