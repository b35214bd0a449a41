/** Paints the board. Elements change only where their content does: nothing flickers. */
import { byId, el } from "../core/dom.ts";
import { lastOf, short, shownOf } from "./calls.ts";
import { messages } from "./messages.ts";
import type { BoardState } from "../core/types.ts";

/** Tokens that were called and not there; older ones are left out. */
const MOST_SKIPPED = 4;

export function showBoard({ now, next, skipped }: BoardState) {
  const last = lastOf(now);
  const heading = last?.state === "serving" ? messages.nowServing : messages.called;
  setText("last-head", last ? heading : messages.noneCalled);
  setText("last-token", last ? short(last.token) : "");
  byId("last-token").dataset.size = sizeOf(last ? short(last.token) : "");
  setText("last-room", last?.room ?? "");
  const rows = shownOf(now);
  byId("now").dataset.rows = String(rows.length);
  setRows(
    "now",
    rows.map(({ token, room, state }) => ({ token: short(token), room: room ?? "", state })),
  );
  setRows("next", next.map(asRow));
  byId("skipped-section").hidden = !skipped.length;
  setRows("skipped", skipped.slice(0, MOST_SKIPPED).map(asRow));
  byId("board-dark").hidden = true;
  byId("board").hidden = false;
}

/** Takes every token off the page, and says why. */
export function goDark(why: string) {
  for (const id of ["now", "next", "skipped"]) setRows(id, []);
  for (const id of ["last-head", "last-token", "last-room"]) setText(id, "");
  byId("board").hidden = true;
  byId("board-dark").hidden = false;
  setText("board-dark-text", why);
}

export function setText(id: string, text: string) {
  const node = byId(id);
  if (node.textContent !== text) node.textContent = text;
}

interface Row {
  token: string;
  room?: string;
  state?: string;
}

function asRow(token: string): Row {
  return { token: short(token) };
}

function setRows(id: string, rows: Row[]) {
  const list = byId(id);
  const content = JSON.stringify(rows);
  if (list.dataset.content === content) return;
  list.dataset.content = content;
  list.replaceChildren(
    ...rows.map(({ token, room, state }) =>
      el(
        "li",
        { dataset: state ? { state } : {} },
        el("span", { class: "tabular", text: token }),
        room ? el("span", { class: "board-room", text: room }) : null,
      ),
    ),
  );
}

function sizeOf(token: string) {
  if (token.length <= 5) return "short";
  return token.length <= 7 ? "medium" : "long";
}
