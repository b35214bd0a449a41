"""Frames: JSON whose `data` is JSON text, in the shape that pusher-js reads."""

import orjson
import pytest
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from realtime import frames
from realtime.frames import text_in


def test_data_is_encoded_a_second_time() -> None:
    assert (
        text_in(frames.frame("message.sent", {"a": 1}, "here"))
        == '{"event":"message.sent","data":"{\\"a\\":1}","channel":"here"}'
    )


def test_data_that_is_text_is_not_encoded_again() -> None:
    assert orjson.loads(text_in(frames.frame("message.sent", '{"a":1}', "here")))["data"] == '{"a":1}'


def test_a_frame_without_a_channel_has_no_channel_key() -> None:
    assert orjson.loads(text_in(frames.frame("realtime.heads", {}))) == {"event": "realtime.heads", "data": "{}"}


@pytest.mark.parametrize(
    "name", ["Zoë Nováková", "患者", 'He said "so"', "back\\slash", "line\nbreak", "\u2028", "</script>", "🚑"]
)
def test_any_text_survives_both_encodings(name: str) -> None:
    frame = orjson.loads(text_in(frames.frame("message.sent", {"name": name}, "here")))

    assert orjson.loads(frame["data"]) == {"name": name}


def test_established_carries_the_socket_id_and_the_activity_timeout() -> None:
    frame = orjson.loads(text_in(frames.established("12.34")))

    assert frame["event"] == "pusher:connection_established"
    assert orjson.loads(frame["data"]) == {"socket_id": "12.34", "activity_timeout": 30}


def test_subscribed_carries_number_and_epoch_inside_the_data() -> None:
    frame = orjson.loads(text_in(frames.subscribed("here", 42, "e1")))

    assert set(frame) == {"event", "channel", "data"}
    assert frame["event"] == "pusher_internal:subscription_succeeded"
    assert frame["channel"] == "here"
    assert orjson.loads(frame["data"]) == {"seq": 42, "epoch": "e1"}


def test_an_error_names_its_channel_inside_the_data() -> None:
    frame = orjson.loads(text_in(frames.error(4009, "No.", "here")))

    assert set(frame) == {"event", "data"}
    assert frame["event"] == "pusher:error"
    assert orjson.loads(frame["data"]) == {"code": 4009, "message": "No.", "channel": "here"}


def test_an_error_of_no_channel_names_none() -> None:
    assert orjson.loads(orjson.loads(text_in(frames.error(4200, "No.")))["data"]) == {"code": 4200, "message": "No."}


def test_close_codes_have_the_intended_effect_on_pusher_js() -> None:
    """4000–4099 gives up, 4100–4199 retries after a second, 4200–4299 at once."""
    gives_up = (frames.UNKNOWN_KEY, frames.UNSUPPORTED_PROTOCOL, frames.UNAUTHORISED)

    assert gives_up == (4001, 4007, 4009)
    assert frames.TRY_LATER == 4100
    assert frames.BAD_FRAME == 4200
    assert frames.NO_PONG == 4201
    assert frames.REFUSED_FRAME == 4301
    assert frames.TOO_BIG == 1009


@pytest.mark.parametrize("size", [0, 125, 126, 700, 65_535, 65_536, 70_000])
def test_an_encoded_frame_is_read_by_any_websocket_client(size: int) -> None:
    text = "é" * (size // 2) + "x" * (size % 2)
    frame = frames.websocket_frame(text.encode())
    reader = StreamReader()
    reader.feed_data(frame)
    parsing = Frame.parse(reader.read_exact, mask=False)
    with pytest.raises(StopIteration) as read:
        next(parsing)

    assert read.value.value == Frame(Opcode.TEXT, text.encode())
    assert text_in(frame) == text
