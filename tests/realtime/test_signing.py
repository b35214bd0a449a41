"""Signatures of private subscriptions."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from realtime import signing
from realtime.models import Signature

SOCKET = "1234.1234"
VECTOR = "tests-key:58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4"


def test_the_published_vector() -> None:
    assert signing.signature(SOCKET, "private-foobar") == VECTOR


def test_the_signer_is_stored(receptionist: Any) -> None:
    auth = signing.sign(SOCKET, "private-foobar", receptionist)

    assert auth == VECTOR
    assert signing.signed(SOCKET, "private-foobar", auth).user == receptionist


@pytest.mark.parametrize(
    "auth",
    [
        "",
        ":",
        "tests-key",
        "tests-key:",
        VECTOR[:-1],
        VECTOR + "0",
        VECTOR.upper(),
        VECTOR.replace("tests-key", "other-key"),
        VECTOR.partition(":")[2],
        VECTOR.replace("58df", "58de"),
        "tests-key:ключ",
        "\x00",
        "🚑" * 1000,
    ],
)
def test_a_forged_signature_has_no_signer(receptionist: Any, auth: str) -> None:
    signing.sign(SOCKET, "private-foobar", receptionist)

    assert signing.signed(SOCKET, "private-foobar", auth) is None


@pytest.mark.parametrize(("socket", "channel"), [("1234.1235", "private-foobar"), (SOCKET, "private-other")])
def test_a_signature_is_valid_only_for_its_socket_and_channel(receptionist: Any, socket: str, channel: str) -> None:
    auth = signing.sign(SOCKET, "private-foobar", receptionist)

    assert signing.signed(socket, channel, auth) is None


def test_a_correct_signature_that_was_not_requested_has_no_signer(db: None) -> None:
    assert signing.signed(SOCKET, "private-foobar", VECTOR) is None


def test_a_signature_ends_after_an_hour(receptionist: Any) -> None:
    auth = signing.sign(SOCKET, "private-foobar", receptionist)
    Signature.objects.update(signed_at=timezone.now() - signing.KEPT - timedelta(seconds=1))

    assert signing.signed(SOCKET, "private-foobar", auth) is None


def test_old_signatures_are_deleted_when_the_next_is_made(receptionist: Any) -> None:
    signing.sign("1.1", "private-foobar", receptionist)
    Signature.objects.update(signed_at=timezone.now() - signing.KEPT - timedelta(seconds=1))
    signing.sign("2.2", "private-foobar", receptionist)

    assert list(Signature.objects.values_list("socket_id", flat=True)) == ["2.2"]


def test_signing_again_renews_and_the_last_signer_counts(receptionist: Any, manager: Any) -> None:
    signing.sign(SOCKET, "private-foobar", receptionist)
    Signature.objects.update(signed_at=timezone.now() - timedelta(minutes=59))
    auth = signing.sign(SOCKET, "private-foobar", manager)

    assert signing.signed(SOCKET, "private-foobar", auth).user == manager
    assert Signature.objects.get().signed_at > timezone.now() - timedelta(minutes=1)


def test_the_signatures_of_a_deleted_user_are_deleted(receptionist: Any) -> None:
    auth = signing.sign(SOCKET, "private-foobar", receptionist)
    receptionist.delete()

    assert signing.signed(SOCKET, "private-foobar", auth) is None
