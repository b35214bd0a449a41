/** The JSON API behind one `fetch` wrapper: CSRF, origin, errors as `ApiError`. */
import { messages } from "./messages.js";
import { ORIGIN_ID } from "./origin.js";
import { noteServerTime } from "./server-time.js";

/** A line that has gone silent never answers; once its call is given up, the next one takes another line. */
const UNANSWERED_MS = 10_000;
/** A change may stand in a queue: SQLite gives up waiting for its turn after 20 s. */
const CHANGE_UNANSWERED_MS = 30_000;
const CSRF_COOKIE = /(?:^|;\s*)csrftoken=([^;]+)/;

/** An answer that is not 2xx, or none at all (`status` 0, code `offline`). */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {{code?: string, detail?: string, [key: string]: any}} body
   */
  constructor(status, body) {
    super(body.detail || messages.requestFailed);
    this.name = "ApiError";
    this.status = status;
    this.code = body.code ?? "unknown";
    this.body = body;
  }
}

/** The token that Django expects back with every unsafe call. */
export function csrfToken() {
  return decodeURIComponent(CSRF_COOKIE.exec(document.cookie)?.[1] ?? "");
}

/** Calls to the API; a 401 asks for the session anew, once, and repeats the call. */
export class Api {
  /** @type {() => Promise<boolean>} */
  #renewSession;
  /** @type {typeof fetch} */
  #fetch;
  #csrf;
  #unansweredMs;
  #changeUnansweredMs;

  /**
   * @param {object} [options]
   * @param {() => Promise<boolean>} [options.renewSession] asks for the password; true once signed in
   * @param {typeof fetch} [options.fetch]
   * @param {() => string} [options.csrf]
   * @param {number} [options.unansweredMs] how long reading waits for an answer
   * @param {number} [options.changeUnansweredMs] how long a change does
   */
  constructor({
    renewSession,
    fetch: fetcher,
    csrf,
    unansweredMs = UNANSWERED_MS,
    changeUnansweredMs = CHANGE_UNANSWERED_MS,
  } = {}) {
    this.#renewSession = renewSession ?? (async () => false);
    this.#fetch = fetcher ?? ((...args) => fetch(...args));
    this.#csrf = csrf ?? csrfToken;
    this.#unansweredMs = unansweredMs;
    this.#changeUnansweredMs = changeUnansweredMs;
  }

  /**
   * @param {string} path
   * @param {Record<string, any>} [params] arrays repeat the key; empty values are left out
   * @param {AbortSignal} [signal]
   */
  get(path, params = {}, signal) {
    return this.#call("GET", path + queryString(params), undefined, { signal });
  }

  /**
   * @param {string} path
   * @param {object} body
   * @param {{idempotencyKey?: string}} [options]
   */
  post(path, body, options) {
    return this.#call("POST", path, body, options);
  }

  /**
   * @param {string} path
   * @param {object} body
   * @param {{idempotencyKey?: string}} [options]
   */
  patch(path, body, options) {
    return this.#call("PATCH", path, body, options);
  }

  /**
   * @param {string} path
   * @param {{keepalive?: boolean}} [options] kept alive, the call outlives its page
   */
  delete(path, options) {
    return this.#call("DELETE", path, undefined, options);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {object} [body]
   * @param {{idempotencyKey?: string, signal?: AbortSignal, keepalive?: boolean}} [options]
   * @param {boolean} [repeated]
   * @returns {Promise<any>}
   */
  async #call(method, path, body, options = {}, repeated = false) {
    /** @type {Record<string, string>} */
    const headers = { Accept: "application/json", "X-Origin-Id": ORIGIN_ID };
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

  /**
   * Each attempt has its own time: asking for the password in between takes as long as it takes.
   * @param {string} method
   * @param {AbortSignal} [signal]
   */
  #patience(method, signal) {
    const ms = method === "GET" ? this.#unansweredMs : this.#changeUnansweredMs;
    const patience = AbortSignal.timeout(ms);
    return signal ? AbortSignal.any([signal, patience]) : patience;
  }

  /**
   * A call that changes something may answer without a body; what was asked for and cut off is no answer.
   * @param {string} method
   * @param {Response} response
   * @param {Error} error
   */
  #unread(method, response, error) {
    if (error.name === "AbortError") throw error;
    if (error.name === "TimeoutError") throw unanswered(method);
    if (method === "GET" && response.ok)
      throw new ApiError(0, { code: "offline", detail: messages.offline });
    return null;
  }

  /**
   * @param {string} path
   * @param {RequestInit} init
   */
  async #send(path, init) {
    try {
      return await this.#fetch(path, init);
    } catch (error) {
      const { name } = /** @type {Error} */ (error);
      if (name === "AbortError") throw error;
      if (name === "TimeoutError") throw unanswered(init.method);
      throw new ApiError(0, { code: "offline", detail: messages.offline });
    }
  }
}

/**
 * Whether a change without an answer was made is not known; its version or its Idempotency-Key keeps
 * it from being made twice.
 * @param {string} [method]
 */
function unanswered(method) {
  const detail = method === "GET" ? messages.offline : messages.unanswered;
  return new ApiError(0, { code: "offline", detail });
}

/**
 * @param {Record<string, any>} params
 */
export function queryString(params) {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== "" && item !== null && item !== undefined) search.append(key, String(item));
    }
  }
  const text = search.toString();
  return text ? `?${text}` : "";
}
