/** Pages that add a passkey, or ask for one: the browser's answer is posted with the form. */
import { byId } from "../core/dom.ts";
import { gettext } from "../core/i18n.ts";

const failed = gettext("The passkey was not used. Please try again.");

/** An IP address has no passkeys: a browser needs a name, and https unless it is localhost. */
const possible =
  "PublicKeyCredential" in window &&
  "parseCreationOptionsFromJSON" in PublicKeyCredential &&
  !/^[\d.]+$|:/.test(location.hostname);

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
  if (possible) wire(form);
}

function wire(form: HTMLFormElement) {
  form.hidden = false;
  for (const hint of document.querySelectorAll<HTMLElement>("[data-passkey-missing]")) {
    hint.hidden = true;
  }
  const error = form.querySelector<HTMLElement>("[data-passkey-error]");
  form.querySelector("button")?.addEventListener("click", async () => {
    try {
      const credential = form.dataset.passkey === "create" ? await create() : await get();
      (form.elements.namedItem("credential") as HTMLInputElement).value =
        JSON.stringify(credential);
      form.submit();
    } catch {
      if (error) error.textContent = failed; // cancelled, or no such passkey
    }
  });
}

function options() {
  return JSON.parse(byId("passkey-options").textContent ?? "");
}

async function create() {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options().creation_options.publicKey,
  );
  return (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
}

async function get() {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options().request_options.publicKey,
  );
  return (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
}
