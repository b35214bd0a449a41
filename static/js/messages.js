/** Every sentence that a script shows, in one place, ready for a translation catalogue. */
export const messages = {
  requestFailed: "The request failed. Please try again.",
  offline: "The server cannot be reached. Check the connection and try again.",
  wrongPassword: "That password is not right, or the server cannot be reached.",
  close: "Close",
  live: "Live Updates Active",
  connecting: "Connecting...",
  since: (/** @type {string} */ time) => `since ${time}`,
  lastConnection: (/** @type {string} */ time) => `last connected ${time}`,
  shownAsOf: (/** @type {string} */ age) => `shown as of ${age} ago`,
  neverConnected: "not connected yet",
  seconds: (/** @type {number} */ count) => `${count} s`,
  minutes: (/** @type {number} */ count) => `${count} min`,
};
