"""A server that stops lets its sockets go in order, and leaves nothing behind."""

import time

from tests.processes import Instance
from tests.realtime.wire import Wire


def test_on_sigterm_every_socket_is_closed_with_4200_and_the_process_ends(instance: Instance) -> None:
    with instance.serving("make run") as server:
        reception = server.signed_in("reception")
        wires = [Wire.of(reception, server.socket_url) for _ in range(60)]
        for wire in wires:
            wire.established()
        wires[0].subscribe("appointments")
        asked = time.monotonic()
        server.process.terminate()
        assert {wire.close_code for wire in wires} == {4200}
        assert wires[0].next("pusher:error")["data"]["code"] == 4200
        assert server.process.wait(10) in {0, -15}
        assert time.monotonic() - asked < 8
        for wire in wires:
            wire.close()


def test_a_server_without_sockets_ends_cleanly(instance: Instance) -> None:
    with instance.serving("make run") as server:
        reception = server.signed_in("reception")
        assert reception.get("/api/doctors/").status_code == 200
        server.process.terminate()
        assert server.process.wait(10) in {0, -15}
        assert "Traceback" not in server.log.read_text()
