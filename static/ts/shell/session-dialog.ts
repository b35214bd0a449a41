/**
 * Asks for the password in place when the session has ended, so that nothing typed is lost. Until it
 * is given the page shows nobody's name: somebody else may stand before it.
 */
import { csrfToken } from "../core/api.ts";
import { byId } from "../core/dom.ts";
import { messages } from "../core/messages.ts";

let asking: Promise<boolean> | null = null;

/**
 * Opens the dialog (once, however many calls wait for it). It is left by signing in alone; whoever
 * else it is goes to the login, and gets a page of their own. True once signed in.
 */
export function renewSession(): Promise<boolean> {
  asking ??= ask().finally(() => (asking = null));
  return asking;
}

function ask(): Promise<boolean> {
  const dialog = byId<HTMLDialogElement>("session-dialog");
  const form = dialog.querySelector("form") as HTMLFormElement;
  const password = form.elements.namedItem("password") as HTMLInputElement;
  const error = byId("session-error");
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
    const submit = async (event: SubmitEvent) => {
      event.preventDefault();
      const why = await signIn(form).catch(() => messages.offline);
      if (!why) return finish();
      error.textContent = why;
      password.select();
    };
    form.addEventListener("submit", submit);
    dialog.addEventListener("close", show); // Escape
  });
}

/**
 * Takes all but the dialog from the screen, the title of the tab too; it stays as it is in memory.
 * The function returned brings it back.
 */
function cover(dialog: HTMLElement): () => void {
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
  const response = await fetch(form.action, {
    method: "POST",
    headers: { "X-CSRFToken": csrfToken() },
    body: new URLSearchParams([...new FormData(form)] as [string, string][]),
    credentials: "same-origin",
    redirect: "manual",
  });
  if (response.type === "opaqueredirect") return "";
  return response.ok ? messages.wrongPassword : messages.requestFailed;
}

export function showSignedOut(ended: boolean) {
  const banner = document.getElementById("session-banner");
  if (banner) banner.hidden = !ended;
}
