"""The faults: each breaks one part and repairs it."""

import contextlib
import os
import signal

from redis.exceptions import RedisError

from tests.faults.trial import RECONNECT_SECONDS, SILENT_SECONDS, Fault, Recovery, Scene
from tests.support.processes import until

BURST = 40  # changes
HEAVY = 3_000  # changes with long notes: several times the buffers of the sockets


def nothing(scene: Scene) -> Recovery:
    recovery = Recovery()
    scene.work_on(2)
    return recovery


def valkey_is_killed(scene: Scene) -> Recovery:
    recovery = Recovery()
    killed = scene.clinic.kill_valkey()
    _wait_for_valkey(scene, other_than=killed)
    scene.work_on(2)
    return recovery


def valkey_starts_empty(scene: Scene) -> Recovery:
    recovery = Recovery()
    with contextlib.closing(scene.clinic.valkey) as client:
        ended = int(client.info("server")["process_id"])
        client.shutdown(nosave=True)
    _wait_for_valkey(scene, other_than=ended)
    scene.work_on(2)
    return recovery


def valkey_is_emptied(scene: Scene) -> Recovery:
    recovery = Recovery()
    with contextlib.closing(scene.clinic.valkey) as client:
        client.flushall()
    return recovery


def subscriptions_are_cut(scene: Scene) -> Recovery:
    recovery = Recovery()
    with contextlib.closing(scene.clinic.valkey) as client:
        assert client.client_kill_filter(_type="pubsub") > 0
    return recovery


def valkey_hangs(scene: Scene) -> Recovery:
    recovery = Recovery()
    with contextlib.closing(scene.clinic.valkey) as client:
        client.client_pause(10_000)
    scene.work_on(10)
    return recovery


def server_is_paused(seconds: float):  # type: ignore[no-untyped-def]
    def act(scene: Scene) -> Recovery:
        process = scene.clinic.second.process
        process.send_signal(signal.SIGSTOP)
        try:
            scene.work_on(seconds)
        finally:
            process.send_signal(signal.SIGCONT)
        return Recovery()

    return act


def server_is_stopped(scene: Scene) -> Recovery:
    scene.clinic.writer.send(f"burst {BURST}")
    recovery = Recovery()
    scene.clinic.second.process.terminate()
    scene.clinic.second.process.wait(20)
    scene.work_on(2)
    scene.clinic.start_again(scene.clinic.second)
    return recovery


def server_is_killed(scene: Scene) -> Recovery:
    scene.clinic.writer.send(f"burst {BURST}")
    recovery = Recovery()
    killed = scene.clinic.supervised_server()
    os.kill(killed, signal.SIGKILL)
    until(lambda: scene.clinic.supervised_server() not in {0, killed}, 20)
    scene.clinic.wait_until_both_answer()
    return recovery


def two_pages_stop_reading(scene: Scene) -> Recovery:
    recovery = Recovery(slower={0: SILENT_SECONDS, 1: SILENT_SECONDS})
    scene.process.ask("stopReading", [0, 1])
    made = scene.made() + HEAVY
    scene.clinic.writer.send(f"heavy {HEAVY}")
    until(lambda: scene.made() >= made, 90)
    return recovery


def connections_go_silent(scene: Scene) -> Recovery:
    recovery = Recovery()
    for proxy in scene.clinic.proxies:
        proxy.fall_silent()
    scene.work_on(5)
    return recovery


def postgres_is_restarted(scene: Scene) -> Recovery:
    scene.clinic.database.restart()
    return Recovery()


def postgres_is_away(scene: Scene) -> Recovery:
    scene.clinic.database.restart(away=12)
    return Recovery()


def database_is_restored(scene: Scene) -> Recovery:
    scene.clinic.database.copy()
    scene.work_on(3)
    scene.clinic.database.restore()
    return Recovery()


def database_is_restored_while_servers_are_down(scene: Scene) -> Recovery:
    """Before the servers return, as many changes are made as were lost, so that the numbers are as high as before."""
    clinic = scene.clinic
    clinic.pause()
    clinic.database.copy()
    clinic.writer.send(f"burst {BURST}")
    scene.work_on(BURST / 8)
    lost = clinic.heads()[1]["appointments"]
    until(lambda: clinic.newest_seen() > clinic.truth.changes[-1].at - 0.5, 10)
    clinic.stop_servers()
    clinic.database.restore()
    while (missing := lost - clinic.heads()[1]["appointments"]) > 0:
        made = scene.made()
        clinic.writer.send(f"burst {missing}")
        until(lambda made=made, missing=missing: scene.made() >= made + missing, 30)
    clinic.start_servers()
    clinic.resume()
    return Recovery()


def clocks_differ(scene: Scene) -> Recovery:
    recovery = Recovery()
    others = [scene.clinic.new_writer(clock) for clock in (-2.0, 2.0)]
    for writer in others:
        writer.send(f"burst {BURST}")
    for writer in others:
        writer.wait_for(lambda _, writer=writer: sum("did" in line for line in writer.lines) >= BURST)
        writer.end()
    return recovery


def three_hundred_changes(scene: Scene) -> Recovery:
    recovery = Recovery()
    made = scene.made() + 300
    scene.clinic.writer.send("burst 300")
    until(lambda: scene.made() >= made, 90)
    return recovery


def change_is_rolled_back(scene: Scene) -> Recovery:
    recovery = Recovery()
    for _ in range(5):
        already = len(scene.clinic.writer.lines)
        scene.clinic.writer.send("rollback")
        scene.clinic.writer.wait_for(lambda line: "rolled_back" in line, already)
    return recovery


def desk_crashes_between_commit_and_send(scene: Scene) -> Recovery:
    recovery = Recovery()
    scene.clinic.writer.send("crash")
    assert scene.clinic.writer.process.wait(10) == 9
    scene.clinic.replace_writer()
    return recovery


def _wait_for_valkey(scene: Scene, other_than: int) -> None:
    def answers() -> bool:
        with contextlib.suppress(RedisError, OSError), contextlib.closing(scene.clinic.valkey) as client:
            return int(client.info("server")["process_id"]) != other_than
        return False

    until(answers, 10)


FAULTS = [
    Fault("none", nothing),
    Fault("Valkey killed (kill -9)", valkey_is_killed, window=True),
    Fault("Valkey started empty", valkey_starts_empty),
    Fault("FLUSHALL", valkey_is_emptied),
    Fault("CLIENT KILL TYPE pubsub", subscriptions_are_cut),
    Fault("CLIENT PAUSE 10 s", valkey_hangs),
    Fault("a server stopped for 5 s (SIGSTOP)", server_is_paused(5)),
    Fault("a server stopped for 40 s (SIGSTOP)", server_is_paused(40), RECONNECT_SECONDS),
    Fault("a server told to stop (SIGTERM)", server_is_stopped, RECONNECT_SECONDS),
    Fault("a server killed (kill -9)", server_is_killed, RECONNECT_SECONDS, window=True),
    Fault("two pages stop reading", two_pages_stop_reading),
    Fault("lines go silent (half-open TCP)", connections_go_silent, SILENT_SECONDS, window=True),
    Fault("PostgreSQL restarted", postgres_is_restarted, databases=("PostgreSQL",)),
    Fault("PostgreSQL away for 12 s", postgres_is_away, databases=("PostgreSQL",)),
    Fault("database restored", database_is_restored, window=True),
    Fault("database restored, servers down", database_is_restored_while_servers_are_down, RECONNECT_SECONDS),
    Fault("clocks 4 s apart", clocks_differ),
    Fault("300 changes to 50 sockets", three_hundred_changes, pages=50),
    Fault("a change rolled back", change_is_rolled_back),
    Fault("crash between commit and send", desk_crashes_between_commit_and_send),
]
