/**
 * Asks for the password in place when the session has ended, so that unsent input is kept. Until
 * then the page is hidden: another person may be in front of it. A second factor and a single
 * sign-on have pages of their own: they open in a new tab, and the dialog closes when the user is
 * back.
 */
import { Api, csrfToken } from "../core/api.ts";
import { messages } from "../core/messages.ts";
import { Signal } from "../core/signal.ts";
import { signOut } from "./sign-out.ts";

/** The same user has signed in again, with a new session. */
export const onSessionRenewed = new Signal();

/** A tab is shown again, or its window gets the focus. */
const RETURNS = ["visibilitychange", "focus"];

let asking: Promise<boolean> | null = null;

/**
 * Opens one dialog for all calls that wait for it. It closes only when the same user signs in;
 * another user follows its link to the login page. Returns true once signed in.
 */
export function renewSession(): Promise<boolean> {
  asking ??= ask().finally(() => (asking = null));
  return asking;
}

/** Ends the session, then asks for the password over the page, which keeps what was typed. */
export async function lock() {
  await signOut(sessionDialog().dataset.signOut ?? "");
  await renewSession();
}

function ask(): Promise<boolean> {
  const dialog = sessionDialog();
  const form = dialog.querySelector("form") as HTMLFormElement;
  const password = form.elements.namedItem("password") as HTMLInputElement | null; // of a single sign-on: none
  const error = document.getElementById("session-error") as HTMLElement;
  const elsewhere = document.getElementById("session-elsewhere") as HTMLAnchorElement;
  let isElsewhere = false;
  const show = () => {
    dialog.showModal();
    (password ?? elsewhere).focus();
  };
  error.textContent = "";
  show();
  const showPage = hidePage(dialog);

  return new Promise((resolve) => {
    const finish = () => {
      form.removeEventListener("submit", submit);
      dialog.removeEventListener("close", show);
      elsewhere.removeEventListener("click", leave);
      for (const event of RETURNS) removeEventListener(event, comeBack, { capture: true });
      form.reset();
      renewFormTokens();
      showPage(); // before the dialog closes: that moves the focus back into the page
      dialog.close();
      onSessionRenewed.emit();
      resolve(true);
    };
    const submit = async (event: SubmitEvent) => {
      event.preventDefault();
      const refusal = await signIn(form).catch((): Refusal => ({ detail: messages.offline }));
      if (!refusal) return finish();
      error.textContent = refusal.detail;
      if (refusal.next) elsewhere.href = refusal.next;
      (refusal.next ? elsewhere : password)?.focus();
    };
    const leave = () => (isElsewhere = true);
    /** From the tab in which the user has signed in. */
    const comeBack = async () => {
      if (!isElsewhere || document.visibilityState !== "visible") return;
      const answer = new Api().get<{ username: string }>(dialog.dataset.session ?? "");
      const username = (await answer.catch(() => null))?.username;
      if (isElsewhere && username === new FormData(form).get("username")) {
        isElsewhere = false;
        finish();
      }
    };
    form.addEventListener("submit", submit);
    dialog.addEventListener("close", show); // Escape closes it
    elsewhere.addEventListener("click", leave);
    for (const event of RETURNS) addEventListener(event, comeBack, { capture: true });
  });
}

function sessionDialog() {
  return document.getElementById("session-dialog") as HTMLDialogElement;
}

/**
 * Hides everything but the dialog, and the tab's title. The function returned shows the page again.
 * A key between the dialog's end and its next start, such as a second Escape, must not reach the page.
 */
function hidePage(dialog: HTMLDialogElement): () => void {
  const root = document.documentElement;
  const { title } = document;
  const ignore = (event: KeyboardEvent) => {
    if (dialog.open) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  root.toggleAttribute("data-covered", true);
  document.title = dialog.querySelector("h2")?.textContent ?? "";
  addEventListener("keydown", ignore, { capture: true });
  return () => {
    removeEventListener("keydown", ignore, { capture: true });
    root.toggleAttribute("data-covered", false);
    document.title = title;
  };
}

interface Refusal {
  detail: string;
  /** Where the sign-in goes on, if the password was right and a second factor is needed. */
  next?: string;
}

/** Posts the login form; Django answers a redirect when the user is signed in. Returns why not, else null. */
async function signIn(form: HTMLFormElement): Promise<Refusal | null> {
  if (!csrfToken()) await fetch(form.action, { credentials: "same-origin" });
  const response = await post(form.action, new URLSearchParams(entries(form)));
  if (response.type === "opaqueredirect") return null;
  if (response.ok) return { detail: messages.wrongPassword };
  return response.json().catch(() => ({ detail: messages.requestFailed }));
}

function post(address: string, body: URLSearchParams) {
  return fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
    body,
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
