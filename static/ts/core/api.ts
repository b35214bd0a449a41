/** The JSON API behind one `fetch` wrapper: CSRF, origin, errors as `ApiError`. */
import { messages } from "./messages.ts";
import { ORIGIN_ID } from "./origin.ts";
import { noteServerTime } from "./server-time.ts";
import type { CalendarEvent, Patient } from "./types.ts";

/** A line that has gone silent never answers; once its call is given up, the next one takes another line. */
const UNANSWERED_MS = 10_000;
/** A change may stand in a queue: SQLite gives up waiting for its turn after 20 s. */
const CHANGE_UNANSWERED_MS = 30_000;
const CSRF_COOKIE = /(?:^|;\s*)csrftoken=([^;]+)/;

/** What the API says of a refusal; what else it holds depends on the code. */
export interface ErrorBody {
  code?: string;
  detail?: string;
  /** What is wrong, by field. */
  fields?: Record<string, string[]>;
  conflicts?: CalendarEvent[];
  next_free?: { start: string; end: string }[];
  /** The newest version, where the one sent is stale. */
  current?: CalendarEvent;
  /** Patients who look like the one being registered. */
  matches?: Patient[];
}

/** An answer that is not 2xx, or none at all (`status` 0, code `offline`). */
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

/** What a call has thrown: an ApiError, or a fault of the page itself, which has a message alone. */
export type Failure = Error & Partial<Pick<ApiError, "status" | "code" | "body">>;

/** The token that Django expects back with every unsafe call. */
export function csrfToken() {
  return decodeURIComponent(CSRF_COOKIE.exec(document.cookie)?.[1] ?? "");
}

interface CallOptions {
  idempotencyKey?: string;
  signal?: AbortSignal;
  /** The call outlives its page. */
  keepalive?: boolean;
}

interface ApiOptions {
  /** Asks for the password; true once signed in. */
  renewSession?: () => Promise<boolean>;
  fetch?: typeof fetch;
  csrf?: () => string;
  /** How long reading waits for an answer. */
  unansweredMs?: number;
  /** How long a change does. */
  changeUnansweredMs?: number;
}

/** Calls to the API; a 401 asks for the session anew, once, and repeats the call. */
export class Api {
  #renewSession: () => Promise<boolean>;
  #fetch: typeof fetch;
  #csrf: () => string;
  #unansweredMs: number;
  #changeUnansweredMs: number;

  constructor({
    renewSession,
    fetch: fetcher,
    csrf,
    unansweredMs = UNANSWERED_MS,
    changeUnansweredMs = CHANGE_UNANSWERED_MS,
  }: ApiOptions = {}) {
    this.#renewSession = renewSession ?? (async () => false);
    this.#fetch = fetcher ?? ((...args) => fetch(...args));
    this.#csrf = csrf ?? csrfToken;
    this.#unansweredMs = unansweredMs;
    this.#changeUnansweredMs = changeUnansweredMs;
  }

  /** Arrays among the parameters repeat their key; empty values are left out. */
  get<Answer>(path: string, params: object = {}, signal?: AbortSignal) {
    return this.#call<Answer>("GET", path + queryString(params), undefined, { signal });
  }

  post<Answer>(path: string, body: object, options?: Pick<CallOptions, "idempotencyKey">) {
    return this.#call<Answer>("POST", path, body, options);
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
    const sentAt = Date.now();
    const response = await this.#send(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin",
      signal: this.#patience(method, options.signal),
      keepalive: options.keepalive,
    });
    noteServerTime(response.headers.get("Date"), sentAt);
    if (response.status === 401 && !repeated && (await this.#renewSession())) {
      return this.#call(method, path, body, options, true);
    }
    const answer = await response.json().catch((error) => this.#unread(method, response, error));
    if (!response.ok) throw new ApiError(response.status, answer ?? {});
    return answer;
  }

  /** Each attempt has its own time: asking for the password in between takes as long as it takes. */
  #patience(method: string, signal?: AbortSignal) {
    const ms = method === "GET" ? this.#unansweredMs : this.#changeUnansweredMs;
    const patience = AbortSignal.timeout(ms);
    return signal ? AbortSignal.any([signal, patience]) : patience;
  }

  /**
   * A call that changes something may answer without a body; what was asked for and cut off is no
   * answer.
   */
  #unread(method: string, response: Response, error: Error) {
    if (error.name === "AbortError") throw error;
    if (error.name === "TimeoutError") throw unanswered(method);
    if (method === "GET" && response.ok)
      throw new ApiError(0, { code: "offline", detail: messages.offline });
    return null;
  }

  async #send(path: string, init: RequestInit) {
    try {
      return await this.#fetch(path, init);
    } catch (error) {
      const { name } = error as Error;
      if (name === "AbortError") throw error;
      if (name === "TimeoutError") throw unanswered(init.method);
      throw new ApiError(0, { code: "offline", detail: messages.offline });
    }
  }
}

/**
 * Whether a change without an answer was made is not known; its version or its Idempotency-Key
 * keeps it from being made twice.
 */
function unanswered(method?: string) {
  const detail = method === "GET" ? messages.offline : messages.unanswered;
  return new ApiError(0, { code: "offline", detail });
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
