"""What `make run` executes: migrates, loads demo data, keeps Valkey and the server running."""

import fcntl
import os
import shutil
import socket
import sys
from argparse import ArgumentParser
from io import StringIO
from typing import Any, TextIO

from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from prometheus_client.multiprocess import mark_process_dead

from appointments.demo.accounts import open_accounts
from appointments.roles import write_roles
from hospital import demo, preflight
from hospital.env import DATA, env, env_int
from hospital.private_data import keep_private
from hospital.supervisor import Child, keep_alive
from hospital.valkey import embedded_valkey, wait_for_valkey
from hospital.views import METRICS_FOLDER


class Command(BaseCommand):
    help = "Migrates, loads demo data into an empty database on one's own machine, and serves until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", default="8000")
        parser.add_argument("--workers", type=int, default=env_int("WORKERS", 1, most=256), help="server processes")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], checked_port(options["port"])
        listener = bound(host, port)
        address = listener.getsockname()[0]
        demo.is_wanted(address)  # ends the process for a malformed DEMO, before anything is created
        keep_private()
        lock = lock_data()
        allow_host(host)
        preflight.database_answers()
        helpers = [] if env("REDIS_URL") else [embedded_valkey()]
        for helper in helpers:
            helper.start()
            wait_for_valkey()
        try:
            accounts = self.prepare(address)
        except BaseException:
            for helper in helpers:
                helper.stop()
            raise
        self.stdout.write(f"\n  http://{f'[{host}]' if ':' in host else host}:{port}\n")
        demo.introduce(accounts, address, self.stdout)
        self.stdout.write("  Stop with Ctrl-C.\n\n")
        self.stdout.flush()
        with lock:
            sys.exit(keep_alive(workers(options["workers"], listener), helpers, before_stopping=listener.close))

    def prepare(self, address: str) -> list[str]:
        """Migrates and loads; returns the accounts that have the demo's password."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Migrating …")
            call_command("migrate", interactive=False, verbosity=0)
        else:
            write_roles()  # a release may change them without a migration
        demo.load(address, self.stdout)
        call_command("check", databases=["default"], stdout=StringIO())
        accounts = open_accounts()
        connection.close()
        return accounts


class Worker(Child):
    """A server process. Its open sockets are removed from the metrics when it has ended."""

    def start(self) -> None:
        if self.process and (folder := os.environ.get(METRICS_FOLDER)):
            mark_process_dead(self.process.pid, folder)
        super().start()


def workers(count: int, listener: socket.socket) -> list[Child]:
    """Server processes that accept from one listening socket: while one restarts, the others accept.

    Several write their metrics to one folder, from which any of them answers /metrics for all.
    """
    if count > 1:
        folder = DATA / "metrics"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        os.environ[METRICS_FOLDER] = str(folder)
    command = [sys.executable, "-m", "hospital.server", "--fd", str(listener.fileno())]
    return [Worker(command, files=[listener.fileno()]) for _ in range(count)]


def lock_data() -> TextIO:
    """Locks DATA until the file is closed: a second instance would stop the Valkey of the first."""
    lock = (DATA / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise CommandError(
            f"DATA: another instance serves from {DATA}. Give this one its own: make run DATA=dir."
        ) from None
    return lock


def allow_host(host: str) -> None:
    """Adds the address on which this run listens to ALLOWED_HOSTS."""
    if env("ALLOWED_HOSTS") or host in {"127.0.0.1", "localhost", "::1"}:
        return
    os.environ["ALLOWED_HOSTS"] = "*" if host in {"0.0.0.0", "::"} else f"{host},localhost,127.0.0.1"  # noqa: S104


def checked_port(text: str) -> int:
    """The port as a number. Raises CommandError for anything else."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise CommandError(f"PORT: {text!r} is not a port number from 1 to 65535.")
    return int(text)


def bound(host: str, port: int) -> socket.socket:
    """A socket bound to this address, not listening yet. Raises CommandError if the address cannot be used."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except socket.gaierror:
        raise CommandError(f"HOST: {host!r} is no address of this machine.") from None
    except OSError as error:
        raise CommandError(
            f"PORT: {host}:{port} cannot be used ({error.strerror}). Try make run PORT={port + 1}."
        ) from None
    return listener
