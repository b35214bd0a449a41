// Runs in a measured page before its own scripts: records long tasks and paints.
(() => {
  const probe = { largest: 0, what: "", tasks: [] };
  globalThis.probe = probe;
  const observe = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  observe("largest-contentful-paint", (entry) => {
    probe.largest = entry.startTime;
    probe.what = entry.element ? `${entry.element.tagName}.${entry.element.className}` : "";
  });
  observe("longtask", ({ startTime, duration }) => probe.tasks.push([startTime, duration]));

  const answers = () =>
    performance.getEntriesByType("resource").filter(({ name }) => name.includes("/api/calendar/?"));

  const visits = document.getElementsByClassName("appointment");
  const hours = document.getElementsByClassName("hour-count");

  /** The number of appointments on the page: as elements or, in a narrow view, in the counts of hours. */
  const drawn = () =>
    [...hours].reduce((sum, hour) => sum + parseInt(hour.textContent, 10), visits.length);

  /** Resolves with the time (milliseconds) at which so many appointments are on the page and painted. */
  probe.drawn = (count) =>
    new Promise((resolve) => {
      const look = () => {
        if (drawn() < count) requestAnimationFrame(look);
        else requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
      };
      look();
    });

  /** Resolves when the main thread has had no long task for `length` milliseconds. */
  probe.quiet = (length) =>
    new Promise((resolve) => {
      const look = () => {
        const last = probe.tasks.at(-1) ?? [0, 0];
        const rest = last[0] + last[1] + length - performance.now();
        if (rest > 0) setTimeout(look, rest + 20);
        else resolve();
      };
      setTimeout(look, length);
    });

  /** Milliseconds by which long tasks since the first paint exceed 50 ms each. */
  probe.blocking = () => {
    const from = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
    const late = probe.tasks.filter(([start]) => start >= from);
    return late.reduce((sum, [, duration]) => sum + Math.max(0, duration - 50), 0);
  };

  /** When the last answer of the calendar's feed had arrived whole (milliseconds). */
  probe.arrived = () => answers().at(-1).responseEnd;

  /** The address from which it came. */
  probe.feed = () => answers().at(-1).name;

  /** The appointments on the page: state and title, without the day. */
  probe.shown = () =>
    [...document.querySelectorAll(".appointment")].map((visit) => {
      const title = visit.querySelector(".appointment-body")?.getAttribute("title") ?? "";
      return `${visit.dataset.state} ${title.replace(/, [^,]+(, \d\d:\d\d – )/, "$1")}`;
    });
})();
