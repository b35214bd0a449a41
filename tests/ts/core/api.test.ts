import assert from "node:assert/strict";
import { test } from "node:test";
import { Api, ApiError, queryString } from "../../../static/ts/core/api.ts";
import { messages } from "../../../static/ts/core/messages.ts";
import { ORIGIN_ID } from "../../../static/ts/core/origin.ts";

/** An Api whose calls are answered by `answers` in turn; `calls` records them. */
function apiAnswering(
  answers: { status: number; body?: any; headers?: Record<string, string> }[],
  renewSession?: () => Promise<boolean>,
) {
  const calls: { path: string; init: any }[] = [];
  const fetcher = async (path: any, init: any) => {
    calls.push({ path, init });
    const { status, body, headers } = answers.shift() as (typeof answers)[number];
    return new Response(body === undefined ? null : JSON.stringify(body), { status, headers });
  };
  const waits: number[] = [];
  const wait = async (ms: number) => void waits.push(ms);
  const api = new Api({ fetch: fetcher as any, csrf: () => "token", renewSession, wait });
  return { api, calls, waits };
}

test("an array repeats its key, and empty values are omitted", () => {
  assert.equal(queryString({ doctor: [1, 2], kind: "", start: "x" }), "?doctor=1&doctor=2&start=x");
  assert.equal(queryString({}), "");
});

test("a change carries the CSRF token, the page's origin and the idempotency key", async () => {
  const { api, calls } = apiAnswering([{ status: 200, body: { ok: true } }]);
  assert.deepEqual(await api.post("/api/x/", { a: 1 }, { idempotencyKey: "k" }), { ok: true });
  const { headers, body } = calls[0].init;
  assert.equal(headers["X-CSRFToken"], "token");
  assert.equal(headers["X-Origin-Id"], ORIGIN_ID);
  assert.equal(headers["Idempotency-Key"], "k");
  assert.equal(body, '{"a":1}');
});

test("a search has its words in the body and times out as a read", async () => {
  const { api, calls } = apiAnswering([{ status: 200, body: [] }]);
  assert.deepEqual(await api.search("/api/patients/search/", { q: "elena" }), []);
  assert.equal(calls[0].path, "/api/patients/search/");
  assert.equal(calls[0].init.body, '{"q":"elena"}');
  const silentApi = new Api({ fetch: silent, csrf: () => "", readTimeoutMs: 1 });
  await assert.rejects(silentApi.search("/api/x/", {}), { status: 0, message: messages.offline });
});

test("an error carries the server's code, detail and body", async () => {
  const { api } = apiAnswering([
    { status: 409, body: { code: "clash", detail: "That time is taken.", next_free: [] } },
  ]);
  await assert.rejects(api.get("/api/x/"), (error: any) => {
    assert.ok(error instanceof ApiError);
    assert.equal(error.code, "clash");
    assert.equal(error.message, "That time is taken.");
    assert.deepEqual(error.body.next_free, []);
    return true;
  });
});

test("a 401 renews the session once and repeats the call", async () => {
  let asked = 0;
  const { api, calls } = apiAnswering(
    [
      { status: 401, body: {} },
      { status: 200, body: { id: 7 } },
    ],
    async () => ++asked > 0,
  );
  assert.deepEqual(await api.get("/api/x/"), { id: 7 });
  assert.equal(asked, 1);
  assert.equal(calls.length, 2);
});

test("the 401 is thrown if the session is not renewed", async () => {
  const { api } = apiAnswering([{ status: 401, body: { code: "unauthenticated" } }]);
  await assert.rejects(api.get("/api/x/"), { status: 401 });
});

/** An answer of the server's limits. */
function throttled(seconds: string) {
  const body = { code: "throttled", detail: "Too many requests. Try again in 2 seconds." };
  return { status: 429, body, headers: { "Retry-After": seconds } };
}

test("a throttled read waits as long as the server asks, and is repeated", async () => {
  const answers = [throttled("2"), throttled("1"), { status: 200, body: { id: 7 } }];
  const { api, calls, waits } = apiAnswering(answers);
  assert.deepEqual(await api.get("/api/x/"), { id: 7 });
  assert.deepEqual(waits, [2_000, 1_000]);
  assert.equal(calls.length, 3);
});

test("a read that stays throttled fails after three waits", async () => {
  const { api, calls } = apiAnswering(Array.from({ length: 4 }, () => throttled("1")));
  await assert.rejects(api.get("/api/x/"), { status: 429, code: "throttled" });
  assert.equal(calls.length, 4);
});

test("a read does not wait longer than ten seconds", async () => {
  const { api, waits } = apiAnswering([throttled("900")]);
  await assert.rejects(api.get("/api/x/"), { code: "throttled" });
  assert.deepEqual(waits, []);
});

test("a throttled change is not repeated: its user reads why it was refused", async () => {
  const { api, calls } = apiAnswering([throttled("2")]);
  const message = "Too many requests. Try again in 2 seconds.";
  await assert.rejects(api.post("/api/x/", {}), { status: 429, message });
  assert.equal(calls.length, 1);
});

test("without an answer the error is `offline`", async () => {
  const api = new Api({ fetch: async () => Promise.reject(new TypeError("x")), csrf: () => "" });
  await assert.rejects(api.get("/api/x/"), { status: 0, code: "offline" });
});

test("an answer without a body is null", async () => {
  const { api } = apiAnswering([{ status: 204 }]);
  assert.equal(await api.delete("/api/holds/1/"), null);
});

/** A dead connection: only an abort ends a call. */
const silent: any = (_path: string, { signal }: RequestInit) =>
  new Promise((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason));
  });

test("a read times out as `offline`", async () => {
  const api = new Api({ fetch: silent, csrf: () => "", readTimeoutMs: 1 });
  await assert.rejects(api.get("/api/x/"), { status: 0, code: "offline" });
});

test("a change times out with a sentence that it may be sent again", async () => {
  const api = new Api({ fetch: silent, csrf: () => "", changeTimeoutMs: 1 });
  await assert.rejects(api.post("/api/x/", {}), { status: 0, message: messages.unanswered });
});

test("the caller can abort a call", async () => {
  const asked = new AbortController();
  const answer = new Api({ fetch: silent, csrf: () => "" }).get("/api/x/", {}, asked.signal);
  asked.abort();
  await assert.rejects(answer, { name: "AbortError" });
});
