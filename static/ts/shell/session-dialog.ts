/**
 * Asks for the password in place when the session has ended, so that unsent input is kept. Until
 * then the page is hidden: another person may be in front of it.
 */
import { csrfToken } from "../core/api.ts";
import { messages } from "../core/messages.ts";
import { Signal } from "../core/signal.ts";

/** The same user has signed in again, with a new session. */
export const onSessionRenewed = new Signal();

const SIGN_OUT_TIMEOUT_MS = 5_000;

let asking: Promise<boolean> | null = null;

/**
 * Opens one dialog for all calls that wait for it. It closes only when the same user signs in;
 * another user follows its link to the login page. Returns true once signed in.
 */
export function renewSession(): Promise<boolean> {
  asking ??= ask().finally(() => (asking = null));
  return asking;
}

/** Ends the session, then asks for the password. Without an answer the server ends it a minute later. */
export async function lock() {
  const { signOut = "" } = sessionDialog().dataset;
  await post(signOut, undefined, AbortSignal.timeout(SIGN_OUT_TIMEOUT_MS)).catch(() => null);
  await renewSession();
}

function ask(): Promise<boolean> {
  const dialog = sessionDialog();
  const form = dialog.querySelector("form") as HTMLFormElement;
  const password = form.elements.namedItem("password") as HTMLInputElement;
  const error = document.getElementById("session-error") as HTMLElement;
  const show = () => {
    dialog.showModal();
    password.focus();
  };
  error.textContent = "";
  show();
  const showPage = hidePage(dialog);

  return new Promise((resolve) => {
    const finish = () => {
      form.removeEventListener("submit", submit);
      dialog.removeEventListener("close", show);
      form.reset();
      renewFormTokens();
      showPage(); // before the dialog closes: that moves the focus back into the page
      dialog.close();
      onSessionRenewed.emit();
      resolve(true);
    };
    const submit = async (event: SubmitEvent) => {
      event.preventDefault();
      const why = await signIn(form).catch(() => messages.offline);
      if (!why) return finish();
      error.textContent = why;
      password.select();
    };
    form.addEventListener("submit", submit);
    dialog.addEventListener("close", show); // Escape closes it
  });
}

function sessionDialog() {
  return document.getElementById("session-dialog") as HTMLDialogElement;
}

/** Hides everything but the dialog, and the tab's title. The function returned shows the page again. */
function hidePage(dialog: HTMLElement): () => void {
  const root = document.documentElement;
  const { title } = document;
  root.toggleAttribute("data-covered", true);
  document.title = dialog.querySelector("h2")?.textContent ?? "";
  return () => {
    root.toggleAttribute("data-covered", false);
    document.title = title;
  };
}

/** Posts the login form; Django answers a redirect when the password is right. Returns why not, else "". */
async function signIn(form: HTMLFormElement) {
  if (!csrfToken()) await fetch(form.action, { credentials: "same-origin" });
  const response = await post(form.action, new URLSearchParams(entries(form)));
  if (response.type === "opaqueredirect") return "";
  if (response.ok) return messages.wrongPassword;
  const refusal = await response.json().catch(() => null);
  return refusal?.detail ?? messages.requestFailed;
}

function post(address: string, body?: URLSearchParams, signal?: AbortSignal) {
  return fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
    body,
    signal,
    credentials: "same-origin",
    redirect: "manual",
  });
}

function entries(form: HTMLFormElement) {
  return [...new FormData(form)] as [string, string][];
}

/** Signing in makes a new CSRF token; the forms of this page have the old one. */
function renewFormTokens() {
  const fields = document.querySelectorAll<HTMLInputElement>("[name=csrfmiddlewaretoken]");
  for (const field of fields) field.value = csrfToken();
}

export function showSignedOut(ended: boolean) {
  const banner = document.getElementById("session-banner");
  if (banner) banner.hidden = !ended;
}
