/** Asks for the password in place when the session has ended, so that nothing typed is lost. */
import { csrfToken } from "./api.js";
import { messages } from "./messages.js";

/** @type {Promise<boolean> | null} */
let asking = null;

/**
 * Opens the dialog (once, however many calls wait for it).
 * @returns {Promise<boolean>} true once signed in, false when the dialog was closed
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
  error.textContent = "";
  dialog.showModal();
  password.focus();

  return new Promise((resolve) => {
    const finish = (/** @type {boolean} */ signedIn) => {
      form.removeEventListener("submit", submit);
      dialog.removeEventListener("close", closed);
      form.reset();
      dialog.close();
      resolve(signedIn);
    };
    const closed = () => finish(false);
    const submit = async (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      const signedIn = await signIn(form).catch(() => false);
      if (signedIn) finish(true);
      else {
        error.textContent = messages.wrongPassword;
        password.select();
      }
    };
    form.addEventListener("submit", submit);
    dialog.addEventListener("close", closed);
  });
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
