/** The JSON API: one `fetch` wrapper with CSRF token, origin, timeouts, and errors as `ApiError`. */
import { messages } from "./messages.ts";
import { ORIGIN_ID } from "./origin.ts";
import { noteServerTime } from "./server-time.ts";
import type { CalendarEvent, MatchingPatient, SavedPatient } from "./types.ts";

/** A dead connection never answers; the call after a timeout uses another one. */
const READ_TIMEOUT_MS = 10_000;
/** A change may wait for others: SQLite waits for its lock up to 20 s. */
const CHANGE_TIMEOUT_MS = 30_000;
/** Longest wait that a 429 may ask of a read, and how often it is waited. */
const LONGEST_WAIT_MS = 10_000;
const WAITS = 3;
const CSRF_COOKIE = /(?:^|;\s*)csrftoken=([^;]+)/;

/** The body of a refusal; which fields it has depends on the code. */
export interface ErrorBody {
  code?: string;
  detail?: string;
  /** Errors by field. */
  fields?: Record<string, string[]>;
  conflicts?: CalendarEvent[];
  next_free?: { start: string; end: string }[];
  /** The newest version, if the one sent is stale. */
  current?: CalendarEvent | SavedPatient;
  /** Registered patients who resemble the new one. */
  matches?: MatchingPatient[];
}

/** An answer that is not 2xx, or no answer (`status` 0, code `offline`). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly body: ErrorBody;

  constructor(status: number, body: ErrorBody) {
    super(body.detail || messages.requestFailed);
    this.name = "ApiError";
    this.status = status;
    this.code = body.code ?? "unknown";
    this.body = body;
  }
}

/** What a call throws: an ApiError, or an error of the script itself. */
export type Failure = Error & Partial<Pick<ApiError, "status" | "code" | "body">>;

interface CallOptions {
  idempotencyKey?: string;
  signal?: AbortSignal;
  /** The call goes on when the page is left. */
  keepalive?: boolean;
  /** The page reads again what the person has opened already: the audit does not count it. */
  refresh?: boolean;
  /** A POST that changes nothing. */
  reads?: boolean;
}

/** Marks such a read; audit/recording.py checks that this user did open it. */
export const REFRESH = { "X-Refresh": "1" };

/** The token that Django expects with every unsafe call. */
export function csrfToken() {
  return decodeURIComponent(CSRF_COOKIE.exec(document.cookie)?.[1] ?? "");
}

/** Resolves after `ms`; rejects at once when the caller aborts. */
function wait(ms: number, signal?: AbortSignal) {
  return new Promise<void>((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

interface ApiOptions {
  /** Asks for the password; true once signed in. */
  renewSession?: () => Promise<boolean>;
  fetch?: typeof fetch;
  csrf?: () => string;
  readTimeoutMs?: number;
  changeTimeoutMs?: number;
  wait?: typeof wait;
}

/**
 * Calls to the API. After a 401 the session is renewed once, and the call repeated. After a 429 a read
 * waits as long as the answer asks and is repeated; a change is not: its user reads the refusal.
 */
export class Api {
  #renewSession: () => Promise<boolean>;
  #fetch: typeof fetch;
  #csrf: () => string;
  #readTimeoutMs: number;
  #changeTimeoutMs: number;
  #wait: typeof wait;

  constructor({
    renewSession,
    fetch: fetcher,
    csrf,
    readTimeoutMs = READ_TIMEOUT_MS,
    changeTimeoutMs = CHANGE_TIMEOUT_MS,
    wait: waiter = wait,
  }: ApiOptions = {}) {
    this.#renewSession = renewSession ?? (async () => false);
    this.#fetch = fetcher ?? ((...args) => fetch(...args));
    this.#csrf = csrf ?? csrfToken;
    this.#readTimeoutMs = readTimeoutMs;
    this.#changeTimeoutMs = changeTimeoutMs;
    this.#wait = waiter;
  }

  /** `params`: an array repeats its key; empty values are omitted. */
  get<Answer>(path: string, params: object = {}, signal?: AbortSignal) {
    return this.#call<Answer>("GET", path + queryString(params), undefined, { signal });
  }

  /** Reads again what the person has opened on this page. */
  refresh<Answer>(path: string) {
    return this.#call<Answer>("GET", path, undefined, { refresh: true });
  }

  post<Answer>(path: string, body: object, options?: Pick<CallOptions, "idempotencyKey">) {
    return this.#call<Answer>("POST", path, body, options);
  }

  /** A read whose question must not stand in an address, where proxies write it to their logs. */
  search<Answer>(path: string, body: object, signal?: AbortSignal) {
    return this.#call<Answer>("POST", path, body, { signal, reads: true });
  }

  patch<Answer>(path: string, body: object, options?: Pick<CallOptions, "idempotencyKey">) {
    return this.#call<Answer>("PATCH", path, body, options);
  }

  delete(path: string, options?: Pick<CallOptions, "keepalive">) {
    return this.#call("DELETE", path, undefined, options);
  }

  async #call<Answer>(
    method: string,
    path: string,
    body?: object,
    options: CallOptions = {},
    repeated = false,
  ): Promise<Answer> {
    const headers: Record<string, string> = {
      Accept: "application/json",
      "X-Origin-Id": ORIGIN_ID,
    };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (method !== "GET") headers["X-CSRFToken"] = this.#csrf();
    if (options.idempotencyKey) headers["Idempotency-Key"] = options.idempotencyKey;
    if (options.refresh) Object.assign(headers, REFRESH);
    const reads = method === "GET" || options.reads === true;
    const sentAt = Date.now();
    const send = () =>
      this.#send(path, reads, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        credentials: "same-origin",
        signal: this.#timeout(reads, options.signal),
        keepalive: options.keepalive,
      });
    let response = await send();
    for (let waits = 0; waits < WAITS && mayRepeat(reads, response); waits++) {
      await this.#wait(waitMs(response), options.signal);
      response = await send();
    }
    noteServerTime(response.headers.get("Date"), sentAt);
    if (response.status === 401 && !repeated && (await this.#renewSession())) {
      return this.#call(method, path, body, options, true);
    }
    const answer = await response
      .json()
      .catch((error) => this.#onUnreadable(reads, response, error));
    if (!response.ok) throw new ApiError(response.status, answer ?? {});
    return answer;
  }

  /** Each attempt has its own timeout: asking for the password in between has none. */
  #timeout(reads: boolean, signal?: AbortSignal) {
    const ms = reads ? this.#readTimeoutMs : this.#changeTimeoutMs;
    const timeout = AbortSignal.timeout(ms);
    return signal ? AbortSignal.any([signal, timeout]) : timeout;
  }

  /** A change may answer without a body; a read without a whole body has no answer. */
  #onUnreadable(reads: boolean, response: Response, error: Error) {
    if (error.name === "AbortError") throw error;
    if (error.name === "TimeoutError") throw timeoutError(reads);
    if (reads && response.ok) throw new ApiError(0, { code: "offline", detail: messages.offline });
    return null;
  }

  async #send(path: string, reads: boolean, init: RequestInit) {
    try {
      return await this.#fetch(path, init);
    } catch (error) {
      const { name } = error as Error;
      if (name === "AbortError") throw error;
      if (name === "TimeoutError") throw timeoutError(reads);
      throw new ApiError(0, { code: "offline", detail: messages.offline });
    }
  }
}

/**
 * Without an answer it is unknown whether a change was made; its version or its Idempotency-Key
 * prevents that it is made twice.
 */
function timeoutError(reads: boolean) {
  const detail = reads ? messages.offline : messages.unanswered;
  return new ApiError(0, { code: "offline", detail });
}

/** Whether the server asks a read to come again after a bearable time. */
function mayRepeat(reads: boolean, response: Response) {
  return reads && response.status === 429 && waitMs(response) <= LONGEST_WAIT_MS;
}

/** What the answer's Retry-After asks for; one second without it. */
function waitMs(response: Response) {
  return Number(response.headers.get("Retry-After") ?? 1) * 1000;
}

export function queryString(params: object) {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== "" && item !== null && item !== undefined) search.append(key, String(item));
    }
  }
  const text = search.toString();
  return text ? `?${text}` : "";
}
