/**
 * Asks for the password in place when the session has ended, so that nothing typed is lost. Until it
 * is given the page shows nobody's name: somebody else may stand before it.
 */
import { csrfToken } from "../core/api.js";
import { messages } from "../core/messages.js";

/** @type {Promise<boolean> | null} */
let asking = null;

/**
 * Opens the dialog (once, however many calls wait for it). It is left by signing in alone; whoever
 * else it is goes to the login, and gets a page of their own.
 * @returns {Promise<boolean>} true once signed in
 */
export function renewSession() {
  asking ??= ask().finally(() => (asking = null));
  return asking;
}

/** @returns {Promise<boolean>} */
function ask() {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("session-dialog"));
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
  const password = /** @type {HTMLInputElement} */ (form.elements.namedItem("password"));
  const error = /** @type {HTMLElement} */ (document.getElementById("session-error"));
  const show = () => {
    dialog.showModal();
    password.focus();
  };
  error.textContent = "";
  show();
  const uncover = cover(dialog);

  return new Promise((resolve) => {
    const finish = () => {
      form.removeEventListener("submit", submit);
      dialog.removeEventListener("close", show);
      form.reset();
      uncover(); // first: the focus goes back into the page when the dialog closes
      dialog.close();
      resolve(true);
    };
    const submit = async (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      const signedIn = await signIn(form).catch(() => false);
      if (signedIn) finish();
      else {
        error.textContent = messages.wrongPassword;
        password.select();
      }
    };
    form.addEventListener("submit", submit);
    dialog.addEventListener("close", show); // Escape
  });
}

/**
 * Takes all but the dialog from the screen, the title of the tab too; it stays as it is in memory.
 * @param {HTMLElement} dialog
 * @returns {() => void} brings it back
 */
function cover(dialog) {
  const root = document.documentElement;
  const { title } = document;
  root.toggleAttribute("data-covered", true);
  document.title = dialog.querySelector("h2")?.textContent ?? "";
  return () => {
    root.toggleAttribute("data-covered", false);
    document.title = title;
  };
}

/**
 * Posts the login form; Django answers a redirect when the password is right.
 * @param {HTMLFormElement} form
 */
async function signIn(form) {
  if (!csrfToken()) await fetch(form.action, { credentials: "same-origin" });
  const response = await fetch(form.action, {
    method: "POST",
    headers: { "X-CSRFToken": csrfToken() },
    body: new URLSearchParams(/** @type {any} */ (new FormData(form))),
    credentials: "same-origin",
    redirect: "manual",
  });
  return response.type === "opaqueredirect";
}

/** @param {boolean} ended */
export function showSignedOut(ended) {
  const banner = document.getElementById("session-banner");
  if (banner) banner.hidden = !ended;
}
