/**
 * Runs on every page of Django's admin, which loads nothing else of ours: an idle desk is signed out and sees the login
 * page, and Back shows no page from memory. The admin has no dialog for the password: what was typed is lost.
 */
import { reloadOnBack } from "../shell/going-back.ts";
import { lockWhenIdle } from "../shell/idle-lock.ts";
import { signOut } from "../shell/sign-out.ts";

reloadOnBack();
const session = document.getElementById("session");
if (session) {
  const { idleMinutes, active = "", signOut: address = "", login = "" } = session.dataset;
  lockWhenIdle(Number(idleMinutes), active, async () => {
    document.documentElement.hidden = true;
    await signOut(address);
    location.replace(login);
  });
}
