/**
 * Asks for the password in place when the session has ended, so that unsent input is kept. Until
 * then the page is hidden: another person may be in front of it.
 */
import { csrfToken } from "../core/api.ts";
import { messages } from "../core/messages.ts";

let asking: Promise<boolean> | null = null;

/**
 * Opens one dialog for all calls that wait for it. It closes only when the same user signs in;
 * another user follows its link to the login page. Returns true once signed in.
 */
export function renewSession(): Promise<boolean> {
  asking ??= ask().finally(() => (asking = null));
  return asking;
}

function ask(): Promise<boolean> {
  const dialog = document.getElementById("session-dialog") as HTMLDialogElement;
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
      showPage(); // before the dialog closes: that moves the focus back into the page
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
    dialog.addEventListener("close", show); // Escape closes it
  });
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
