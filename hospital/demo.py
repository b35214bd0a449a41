"""Whether `make run` loads the demo clinic: its accounts have a published password, so only on one's own machine."""

from io import TextIOBase
from ipaddress import ip_address

from django.core.management import call_command

from appointments.demo.accounts import is_empty
from appointments.demo.clinic import PASSWORD
from hospital import secrets
from hospital.env import env, env_bool

GO_ON = "DEMO=1 make run … loads the demo clinic; python manage.py createsuperuser makes a hospital's first account."


def reason_against(address: str) -> str:
    """Why nothing is loaded by default; '' for the SQLite in DATA at a loopback address."""
    if env("DATABASE_URL"):
        return "DATABASE_URL is set"
    if not ip_address(address).is_loopback:
        return f"other machines can reach {address}"
    if env_bool("BEHIND_TLS_PROXY", default=False):
        return "BEHIND_TLS_PROXY is on"
    return ""


def is_wanted(address: str) -> bool:
    """What DEMO says; without it, whether there is no reason against it. Ends the process for a malformed DEMO."""
    return env_bool("DEMO", default=not reason_against(address))


def load(address: str, out: TextIOBase) -> None:
    """Loads the demo clinic into an empty database if it is wanted; otherwise prints how to continue."""
    if not is_empty():
        return
    if is_wanted(address):
        out.write("Loading demo data …\n")
        call_command("seed_demo", verbosity=0)
        if not env("MFA_REQUIRED_ROLES"):
            secrets.save({"MFA_REQUIRED_ROLES": "none"})  # a demo is opened by its published password alone
    else:
        out.write(f"No demo data: {reason_against(address) if not env('DEMO') else 'DEMO is off'}. {GO_ON}\n")


def introduce(accounts: list[str], address: str, out: TextIOBase) -> None:
    """Lists the accounts with the demo's password, with a warning if other machines can reach them."""
    if not accounts:
        return
    out.write(f"  Demo accounts, password {PASSWORD}: {', '.join(accounts)}\n")
    if reason := reason_against(address):
        out.write(
            f"  WARNING: this password is public, and {reason}. Unless this is a demo, give these accounts\n"
            "  another one (python manage.py changepassword NAME) or deactivate them.\n"
        )
