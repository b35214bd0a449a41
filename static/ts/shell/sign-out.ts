/** Ends the session by a call. */
import { csrfToken } from "../core/api.ts";

const TIMEOUT_MS = 5_000;

/** Without an answer the server ends an idle session a minute later. */
export async function signOut(address: string) {
  await fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    credentials: "same-origin",
    redirect: "manual",
  }).catch(() => null);
}
