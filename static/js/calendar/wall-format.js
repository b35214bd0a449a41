/** @param {string} language @returns {Intl.DateTimeFormat} the hours beside a grid, as times of 1970-01-01 in UTC */
export function wallFormat(language) {
  return new Intl.DateTimeFormat(language, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: "UTC",
  });
}
