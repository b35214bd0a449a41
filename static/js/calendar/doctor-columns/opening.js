/** What a click or a key opens in the columns: an appointment, or the booking of empty time. */

const CLICK_MINUTES = 15;

/**
 * @typedef {import("./drag-math.js").Point} Point
 *
 * @typedef {object} OpeningParts
 * @property {HTMLElement} scroller holds the columns
 * @property {boolean} mayBook
 * @property {(x: number, y: number) => Point} at what is there on the screen
 * @property {(id: string, byKey: boolean) => void} onOpen
 * @property {(point: Point) => void} onPick empty time was clicked, at the quarter of an hour
 */

/** @param {OpeningParts} parts @param {() => boolean} isSpent whether the click belongs to a drag */
export function openFrom({ scroller, mayBook, at, onOpen, onPick }, isSpent) {
  let began = "";
  scroller.addEventListener("pointerdown", ({ target }) => {
    began = visitAt(/** @type {Element} */ (target));
  });
  scroller.addEventListener("click", ({ target, detail, clientX, clientY }) => {
    if (isSpent()) return;
    const node = /** @type {Element} */ (target);
    const visit = visitAt(node);
    if (visit) return onOpen(visit, detail === 0);
    // Who presses an appointment and lets go beside it did not mean the empty time there.
    if (began || !mayBook || !node.closest(".time-lane")) return;
    const { column, minute } = at(clientX, clientY);
    onPick({ column, minute: Math.floor(minute / CLICK_MINUTES) * CLICK_MINUTES });
  });
  scroller.addEventListener("keydown", (event) => {
    const node = /** @type {Element} */ (event.target);
    if (!["Enter", " "].includes(event.key) || !node.matches(".visit")) return;
    event.preventDefault();
    onOpen(visitAt(node), true);
  });
}

/** The id of the appointment at a node, or empty. @param {Element} node */
function visitAt(node) {
  return /** @type {HTMLElement | null} */ (node.closest(".visit"))?.dataset.visit ?? "";
}
