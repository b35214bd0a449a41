"""The Pusher protocol against a real server process."""

import contextlib
import hashlib
import hmac
import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from tests.support.processes import Instance, Server
from tests.support.wire import Frame, Wire, listening

KEY = os.environ["REALTIME_APP_KEY"]
SECRET = os.environ["REALTIME_APP_SECRET"]


@contextlib.contextmanager
def protocol_server(kind: str, seeded: Path, valkey: str, folder: Path) -> Iterator[Server]:
    """The demo clinic under this server; one more origin is allowed, and the log must have no traceback."""
    shutil.copy(seeded, folder / "hospital.sqlite3")
    allowed = {"REALTIME_ALLOWED_ORIGINS": "https://portal.example.org"}
    with Instance(folder, redis_url=valkey, env=allowed).serving(kind) as server:
        yield server
    assert "Traceback" not in server.log.read_text()


@pytest.fixture(scope="module", params=["make run", pytest.param("daphne", marks=pytest.mark.more)])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, seeded: Path, valkey: str
) -> Iterator[Server]:
    with protocol_server(request.param, seeded, valkey, tmp_path_factory.mktemp("protocol")) as server:
        yield server


@pytest.fixture(scope="module", autouse=True)
def lurker(server: Server) -> Iterator[Wire]:
    """A socket without a user, which sends nothing."""
    with Wire(server.socket_url) as wire:
        yield wire


@pytest.fixture(scope="module")
def manager(server: Server) -> httpx.Client:
    return server.signed_in("manager")


@pytest.fixture(scope="module")
def reception(server: Server) -> httpx.Client:
    return server.signed_in("reception")


@pytest.fixture(scope="module")
def developer(server: Server) -> httpx.Client:
    return server.signed_in("developer")


@pytest.fixture
def wire(server: Server, manager: httpx.Client) -> Iterator[Wire]:
    """An open socket of the manager."""
    with Wire.of(manager, server.socket_url) as wire:
        wire.established()
        yield wire


def ping(client: httpx.Client, message: str = "hello") -> int:
    answer = client.post("/api/realtime/ping/", json={"message": message})
    assert answer.status_code == 202, answer.text
    return int(answer.json()["seq"])


def walk_in(client: httpx.Client) -> int:
    """Sends an event with a patient's name; returns its number on `opd-appointments`."""
    patient = client.get("/api/patients/", params={"q": "a"}).json()[0]["id"]
    department = client.get("/api/doctors/").json()[0]["department"]["id"]
    body = {"patient": patient, "department": department, "complaint": "Headache", "confirm": True}
    answer = client.post("/api/opd-appointments/", json=body)
    assert answer.status_code == 201, answer.text
    return int(client.get("/api/channels/opd-appointments/events/", params={"after": 0}).json()["head"])


def error(frame: Frame) -> tuple[int, str | None]:
    """(code, channel) of an error frame."""
    assert frame["event"] == "pusher:error", frame
    assert set(frame["data"]) - {"channel"} == {"code", "message"}
    assert isinstance(frame["data"]["message"], str)
    return frame["data"]["code"], frame["data"].get("channel")


def refused_by(wire: Wire) -> int | None:
    """The code of the only frame; the socket must be closed with the same."""
    code, _ = error(wire.next())
    assert wire.close_code == code
    assert len(wire.frames) == 1
    return code


# Opening


def test_an_open_socket_gets_its_id_and_the_activity_timeout(server: Server) -> None:
    with Wire(server.socket_url) as one, Wire(server.socket_url) as two:
        frames = [one.next(), two.next()]

    for frame in frames:
        assert set(frame) == {"event", "data"}
        assert frame["event"] == "pusher:connection_established"
        assert set(frame["data"]) == {"socket_id", "activity_timeout"}
        assert re.fullmatch(r"\d{1,18}\.\d{1,18}", frame["data"]["socket_id"])
        assert frame["data"]["activity_timeout"] == 30
    assert frames[0]["data"]["socket_id"] != frames[1]["data"]["socket_id"]


def test_the_address_that_pusher_js_uses_works(server: Server) -> None:
    base = server.url.replace("http", "ws", 1)
    for address in (f"/app/{KEY}?protocol=7&client=js&version=8.6.0&flash=false", f"/app/{KEY}/?protocol=7"):
        with Wire(base + address) as wire:
            wire.established()


@pytest.mark.parametrize(
    "address",
    [
        "/app/another-key?protocol=7",
        f"/app/{KEY}x?protocol=7",
        f"/app/{KEY.upper()}?protocol=7",
        "/app/?protocol=7",
        "/app?protocol=7",
        "/?protocol=7",
        f"/app/{KEY}/more?protocol=7",
        "/appointments/calendar?protocol=7",
        "/app/%00?protocol=7",
        "/app/%ff%fe?protocol=7",
    ],
)
def test_an_unknown_key_is_closed_with_4001(server: Server, address: str) -> None:
    with Wire(server.url.replace("http", "ws", 1) + address) as wire:
        assert refused_by(wire) == 4001


@pytest.mark.parametrize("query", ["?protocol=5", "?client=Pysher&version=1.0.7&protocol=6", "?protocol=7", "?", ""])
def test_protocols_5_to_7_and_none_are_served_alike(server: Server, manager: httpx.Client, query: str) -> None:
    with Wire.of(manager, f"{server.url.replace('http', 'ws', 1)}/app/{KEY}{query}") as wire:
        wire.established()
        head = wire.subscribe("realtime-test")["seq"]

        assert wire.heard("realtime-test", ping(manager)) == [head + 1]


@pytest.mark.parametrize(
    "query",
    ["protocol=", "protocol", "protocol=4", "protocol=8", "protocol=seven", "protocol=07", "protocol=7&protocol=8"],
)
def test_another_protocol_is_closed_with_4007(server: Server, query: str) -> None:
    with Wire(f"{server.url.replace('http', 'ws', 1)}/app/{KEY}?{query}") as wire:
        assert refused_by(wire) == 4007


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example.org", "null", "http://127.0.0.1:1", "https://portal.example.org:8443"],
)
def test_another_origin_is_closed_with_4009(server: Server, manager: httpx.Client, origin: str) -> None:
    cookie = f"sessionid={manager.cookies['sessionid']}"
    with Wire(server.socket_url, origin=origin, cookie=cookie) as wire:
        assert refused_by(wire) == 4009


@pytest.mark.parametrize("origin", ["http://[::1", "é"])
def test_an_origin_that_is_not_an_address_is_refused(server: Server, manager: httpx.Client, origin: str) -> None:
    """Under Daphne, Autobahn answers 400 itself."""
    cookie = f"sessionid={manager.cookies['sessionid']}"
    if "daphne" in server.log.name:
        with pytest.raises(InvalidStatus, match="400"):
            Wire(server.socket_url, origin=origin, cookie=cookie)
    else:
        with Wire(server.socket_url, origin=origin, cookie=cookie) as wire:
            assert refused_by(wire) == 4009


def test_a_listed_origin_may_open_and_its_cookie_counts(server: Server, manager: httpx.Client) -> None:
    cookie = f"sessionid={manager.cookies['sessionid']}"
    with Wire(server.socket_url, origin="https://portal.example.org", cookie=cookie) as wire:
        wire.established()
        assert wire.subscribe("appointments")


def test_without_an_origin_a_cookie_gives_no_rights(server: Server, manager: httpx.Client) -> None:
    with Wire(server.socket_url, cookie=f"sessionid={manager.cookies['sessionid']}") as wire:
        wire.established()
        wire.send("pusher:subscribe", {"channel": "appointments"})

        assert error(wire.next()) == (4009, "appointments")
        wire.wait_for_pong()


@pytest.mark.parametrize(
    "cookie", ["", "sessionid=", "sessionid=unknown-unknown", 'sessionid="\\000\\000aaaaaaaa"', "x"]
)
def test_without_a_session_no_channel_is_open(server: Server, manager: httpx.Client, cookie: str) -> None:
    with Wire(server.socket_url, origin=server.url, cookie=cookie) as wire:
        wire.established()
        for channel in ("appointments", "realtime-test", "nothing"):
            wire.send("pusher:subscribe", {"channel": channel})
            assert error(wire.next()) == (4009, channel)
        ping(manager)
        walk_in(manager)
        wire.wait_for_pong()

        heads = wire.named(
            "realtime.heads"
        )  # one is sent every 10 s, and may arrive during this test on a busy machine
        assert all(frame["data"]["heads"] == {} for frame in heads)
        assert len(wire.frames) - len(heads) == 5


def test_a_session_cookie_after_a_malformed_cookie_counts(server: Server, manager: httpx.Client) -> None:
    cookie = f'prefs={{"a": [1]}}; a[b]=c; sessionid={manager.cookies["sessionid"]}'
    with Wire(server.socket_url, origin=server.url, cookie=cookie) as wire:
        wire.established()
        assert wire.subscribe("appointments")


# Subscribing


def test_a_subscription_is_answered_with_number_and_epoch(server: Server, wire: Wire, manager: httpx.Client) -> None:
    head = ping(manager)
    page = manager.get("/api/channels/realtime-test/events/", params={"after": head}).json()

    assert wire.subscribe("realtime-test") == {"seq": head, "epoch": page["epoch"]}


def test_an_event_arrives_once_with_the_next_number(wire: Wire, manager: httpx.Client) -> None:
    seq = wire.subscribe("realtime-test")["seq"]
    sent = [ping(manager, f"hello {number}") for number in range(5)]

    assert sent == [seq + 1 + number for number in range(5)]
    assert wire.heard("realtime-test", sent[-1]) == sent
    frame = wire.named("realtime.test")[0]
    assert set(frame) == {"event", "channel", "data"}
    assert (frame["channel"], frame["data"]["message"]) == ("realtime-test", "hello 0")


def test_subscribing_again_is_answered_again_and_delivers_nothing_twice(wire: Wire, manager: httpx.Client) -> None:
    answers = [wire.subscribe("realtime-test") for _ in range(3)]
    sent = ping(manager)
    later = wire.subscribe("realtime-test")
    last = ping(manager)

    assert answers[0] == answers[1] == answers[2]
    assert wire.heard("realtime-test", last) == [sent, last]
    assert later["seq"] in {sent - 1, sent}


def test_nothing_arrives_after_unsubscribing(wire: Wire, manager: httpx.Client) -> None:
    wire.subscribe("realtime-test")
    wire.subscribe("opd-appointments")
    wire.send("pusher:unsubscribe", {"channel": "realtime-test"})
    wire.wait_for_pong()
    ping(manager)
    seq = walk_in(manager)

    assert wire.heard("opd-appointments", seq) == [seq]
    assert wire.numbers("realtime-test") == []
    assert not wire.named("pusher:error")


def test_a_channel_can_be_subscribed_again(wire: Wire, manager: httpx.Client) -> None:
    wire.subscribe("realtime-test")
    wire.send("pusher:unsubscribe", {"channel": "realtime-test"})
    missed = ping(manager)
    assert wire.subscribe("realtime-test")["seq"] >= missed - 1
    sent = ping(manager)

    assert wire.heard("realtime-test", sent)[-1] == sent


@pytest.mark.parametrize("channel", ["nothing", "realtime-test", ""])
def test_unsubscribing_without_a_subscription_is_no_error(wire: Wire, channel: str) -> None:
    wire.send("pusher:unsubscribe", {"channel": channel or "x" * 500})
    wire.wait_for_pong()

    assert not wire.named("pusher:error")


def test_data_may_be_an_object_or_json_text(wire: Wire) -> None:
    wire.send("pusher:subscribe", json.dumps({"channel": "realtime-test"}))
    assert wire.next()["event"] == "pusher_internal:subscription_succeeded"
    wire.send("pusher:subscribe", {"channel": "realtime-test"})
    assert wire.next()["event"] == "pusher_internal:subscription_succeeded"


@pytest.mark.parametrize(
    "channel",
    [
        "nothing",
        "Appointments",
        "presence-appointments",
        "private-appointments",
        "private-private-appointments",
        "doctor-schedule.0",
        "doctor-schedule.999999",
        "doctor-schedule.9999999999999999999999",
        "appointments ",
        "appointments\n",
        "appointments\x00",
        "appointments/../x",
        "appointments?",
        "каналы",
        "🚑",
        "x" * 164,
        "x" * 165,
        "x" * 5000,
        "private-" + "x" * 165,
        "#appointments",
        "*",
    ],
)
def test_any_other_channel_is_refused_and_the_socket_stays(wire: Wire, channel: str) -> None:
    wire.send("pusher:subscribe", {"channel": channel})

    assert error(wire.next()) == (4009, channel)
    assert wire.subscribe("appointments")


def test_a_developer_gets_test_broadcasts_and_nothing_of_patients(
    server: Server, developer: httpx.Client, manager: httpx.Client
) -> None:
    with listening(developer, server.socket_url, "realtime-test") as wire:
        for channel in ("appointments", "opd-appointments", "doctor-schedule.1", "doctor-schedule.999"):
            wire.send("pusher:subscribe", {"channel": channel})
            assert error(wire.next()) == (4009, channel)
        walk_in(manager)
        seq = ping(manager)

        assert wire.heard("realtime-test", seq) == [seq]
        assert {frame.get("channel") for frame in wire.frames} == {None, "realtime-test"}


# Private channels


def signed(client: httpx.Client, socket_id: str, channel: str) -> str:
    answer = client.post("/broadcasting/auth", data={"socket_id": socket_id, "channel_name": channel})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["auth"])


def forged(socket_id: str, channel: str) -> str:
    """A correct signature that the server was not asked for."""
    return f"{KEY}:{hmac.new(SECRET.encode(), f'{socket_id}:{channel}'.encode(), hashlib.sha256).hexdigest()}"


@pytest.mark.parametrize("with_session", [True, False])
def test_a_signed_private_channel_is_the_same_stream(server: Server, manager: httpx.Client, with_session: bool) -> None:
    with Wire.of(manager, server.socket_url) if with_session else Wire(server.socket_url) as wire:
        socket_id = wire.established()
        auth = signed(manager, socket_id, "private-realtime-test")
        head = wire.subscribe("private-realtime-test", auth=auth)["seq"]
        seq = ping(manager)

        assert seq == head + 1
        assert wire.heard("private-realtime-test", seq) == [seq]
        assert wire.numbers("realtime-test") == []


def test_the_public_and_the_private_name_each_get_an_event_once(
    server: Server, wire: Wire, manager: httpx.Client
) -> None:
    with Wire.of(manager, server.socket_url) as both:
        auth = signed(manager, both.established(), "private-realtime-test")
        both.subscribe("realtime-test")
        both.subscribe("private-realtime-test", auth=auth)
        seq = ping(manager)

        assert both.heard("realtime-test", seq) == both.heard("private-realtime-test", seq) == [seq]


def test_echos_csrf_header_is_accepted(server: Server, manager: httpx.Client) -> None:
    with Wire.of(manager, server.socket_url) as wire:
        form = {"socket_id": wire.established(), "channel_name": "private-appointments"}
        answer = httpx.post(
            f"{server.url}/broadcasting/auth",
            data=form,
            cookies=dict(manager.cookies),
            headers={"X-CSRF-TOKEN": manager.cookies["csrftoken"], "Origin": server.url},
        )

        assert wire.subscribe("private-appointments", auth=answer.json()["auth"])


@pytest.mark.parametrize(
    "auth",
    [
        None,
        "",
        "x",
        f"{KEY}:",
        f"{KEY}:{'0' * 64}",
        "the right one for another channel",
        "the right one for another socket",
        "the right one in capitals",
        "the right one under another key",
        "the right one, never asked for",
        1,
        ["x"],
        {"auth": "x"},
        "ключ",
        "x" * 5000,
    ],
)
def test_a_forged_signature_is_refused_and_the_socket_stays(server: Server, manager: httpx.Client, auth: Any) -> None:
    with Wire.of(manager, server.socket_url) as wire, Wire.of(manager, server.socket_url) as other:
        socket_id, other_id = wire.established(), other.established()
        channel = "private-appointments"
        if auth == "the right one, never asked for":
            auth = forged(socket_id, channel)
        elif auth == "the right one for another channel":
            auth = signed(manager, socket_id, "private-opd-appointments")
        elif auth == "the right one for another socket":
            auth = signed(manager, other_id, channel)
        elif auth == "the right one in capitals":
            auth = signed(manager, socket_id, channel).upper()
        elif auth == "the right one under another key":
            auth = signed(manager, socket_id, channel).replace(KEY, "another")
        wire.send("pusher:subscribe", {"channel": channel} | ({"auth": auth} if auth is not None else {}))

        assert error(wire.next()) == (4009, channel)
        assert wire.subscribe("appointments")


def test_a_signature_of_another_user_is_refused(server: Server, manager: httpx.Client, developer: httpx.Client) -> None:
    with Wire.of(developer, server.socket_url) as wire:
        auth = signed(manager, wire.established(), "private-appointments")
        wire.send("pusher:subscribe", {"channel": "private-appointments", "auth": auth})

        assert error(wire.next()) == (4009, "private-appointments")


# Liveness and client events


@pytest.mark.parametrize("data", [{}, "{}", None, [1]])
def test_a_ping_is_answered(wire: Wire, data: Any) -> None:
    wire.send_text(json.dumps({"event": "pusher:ping", "data": data}))

    assert wire.next() == {"event": "pusher:pong", "data": {}}


def test_a_ping_may_have_no_data_and_a_pong_needs_no_answer(wire: Wire) -> None:
    wire.send_text('{"event":"pusher:pong"}')
    wire.send_text('{"event":"pusher:ping"}')

    assert wire.next()["event"] == "pusher:pong"


@pytest.mark.parametrize("channel", ["realtime-test", "private-realtime-test", "nothing", None])
def test_client_events_are_refused_and_not_forwarded(
    server: Server, wire: Wire, manager: httpx.Client, channel: str | None
) -> None:
    with listening(manager, server.socket_url, "realtime-test") as other:
        wire.subscribe("realtime-test")
        wire.send("client-typing", {"a": 1}, **({"channel": channel} if channel else {}))

        assert error(wire.next())[0] == 4301
        seq = ping(manager)
        other.heard("realtime-test", seq)
        assert not other.named("client-typing")
        wire.wait_for_pong()


# Malformed frames


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "{",
        "[]",
        "null",
        "1",
        '"pusher:ping"',
        "{}",
        '{"data":{}}',
        '{"event":null}',
        '{"event":1}',
        '{"event":["pusher:ping"]}',
        '{"event":""}',
        '{"event":"pusher:nothing"}',
        '{"event":"pusher:connection_established"}',
        '{"event":"pusher_internal:subscription_succeeded","channel":"appointments"}',
        '{"event":"appointment.updated","channel":"appointments","data":{}}',
        '{"event":"pusher:subscribe"}',
        '{"event":"pusher:subscribe","data":null}',
        '{"event":"pusher:subscribe","data":{}}',
        '{"event":"pusher:subscribe","data":[]}',
        '{"event":"pusher:subscribe","data":"x"}',
        '{"event":"pusher:subscribe","data":"[]"}',
        '{"event":"pusher:subscribe","data":{"channel":""}}',
        '{"event":"pusher:subscribe","data":{"channel":null}}',
        '{"event":"pusher:subscribe","data":{"channel":7}}',
        '{"event":"pusher:subscribe","data":{"channel":["appointments"]}}',
        '{"event":"pusher:subscribe","data":{"channel":{"a":1}}}',
        '{"event":"pusher:subscribe","channel":"appointments"}',
        '{"event":"pusher:subscribe","data":{"channel":"\\ud800"}}',
        '{"event":"pusher:unsubscribe"}',
        '{"event":"pusher:unsubscribe","data":{"channel":7}}',
        '{"event":"\\ud800"}',
        '{"event":NaN}',
        "[" * 9_000,
        '{"a":' * 1_900,
        b"",
        b"\xff\xfe\x00",
        b'{"event":"pusher:ping"}',
    ],
)
def test_malformed_frames_are_refused_and_the_socket_stays(wire: Wire, text: str | bytes) -> None:
    wire.send_text(text)

    assert error(wire.next()) == (4200, None)
    wire.wait_for_pong()


@pytest.fixture
def too_big(server: Server) -> int:
    """Under Daphne, Autobahn does not close with 1009; pusher-js reconnects after a second in both cases."""
    return 4100 if "daphne" in server.log.name else 1009


@pytest.mark.parametrize("binary", [False, True])
@pytest.mark.parametrize("size", [10_001, 100_000])
def test_a_message_over_the_limit_closes_the_socket(wire: Wire, too_big: int, size: int, binary: bool) -> None:
    wire.send_text(b"x" * size if binary else "x" * size)

    assert (wire.close_code, wire.frames[-1]["data"]["code"]) == (too_big, 1009)


def test_the_limit_is_in_bytes_and_inclusive(wire: Wire, too_big: int) -> None:
    frame = '{"event":"pusher:ping","data":{},"more":"%s"}'
    wire.send_text(frame % ("x" * (10_000 - len(frame) + 2)))
    assert wire.next()["event"] == "pusher:pong"
    wire.send_text(frame % ("é" * 5_000))

    assert (wire.close_code, wire.frames[-1]["data"]["code"]) == (too_big, 1009)


# A socket without rights


def test_a_socket_without_user_or_channel_is_closed_after_ten_seconds(lurker: Wire) -> None:
    assert lurker.close_code == 4009
    assert [frame["event"] for frame in lurker.frames] == ["pusher:connection_established", "pusher:error"]
    assert error(lurker.frames[1]) == (4009, None)
    assert 9.5 < lurker.closed_at - lurker.opened_at < 12


def test_text_that_is_not_utf_8_ends_the_socket_and_writes_at_most_one_line(server: Server) -> None:
    for _ in range(5):
        with Wire(server.socket_url) as wire:
            wire.established()
            wire.send_broken_text()
            assert wire.close_code in {1007, 1006}  # Daphne ends the connection without a code
    assert server.log.read_text().count("UTF-8") <= 1
