"""Ids of other people, asked for by those who may not see them."""

from tests.hostile.target import Tally, Target
from tests.support.wire import Wire

CHANNELS = ("appointments", "private-appointments", "opd-appointments", "doctor-schedule.{doctor}", "users", "*", "")


def attack(target: Target) -> Tally:
    tally = Tally()
    reads = [
        f"/api/patients/{target.patient}/",
        f"/api/patients/{target.patient}/appointments/",
        f"/api/appointments/{target.appointment}/",
        f"/api/opd-appointments/{target.appointment}/",
        "/api/patients/?q=Quenby",
        f"/api/calendar/?start={target.start.date()}T00:00:00Z&end={target.start.date()}T23:59:00Z",
        f"/appointments/patients/{target.patient}",
        f"/appointments/create?patient={target.patient}",
        f"/appointments/day-sheet?date={target.start.date()}&doctor={target.doctor}",
        f"/admin/appointments/patient/{target.patient}/change/",
    ]
    channels = [name.format(doctor=target.doctor) for name in CHANNELS]
    reads += [f"/api/channels/{name or '%20'}/events/?after=0" for name in channels]
    for who, client in {"nobody": target.stranger(), "developer": target.insider("developer")}.items():
        for path in reads:
            tally.answer(f"{who}, {path}", client.get(path), 302, 401, 403, 404)
        for number in range(target.scale.calls):
            tally.answer(f"{who}, patient {number}", client.get(f"/api/patients/{number}/"), 401, 403, 404, 429)
    _changes(target, tally)
    _subscriptions(target, tally, channels)
    return tally


def _changes(target: Target, tally: Tally) -> None:
    """A doctor and a developer change what is not theirs."""
    status = {"status": "COMPLETED", "version": 1}
    address = f"/api/appointments/{target.appointment}/"
    for who in ("doctor", "developer"):
        client = target.insider(who)
        answers = [
            client.post(f"{address}status/", json=status),
            client.patch(address, json={"version": 1, "start": target.start.isoformat()}),
            client.patch(f"/api/patients/{target.patient}/", json={"name": "Taken Over"}),
            client.post("/appointments/time-off", data={"doctor": target.doctor}),
        ]
        for answer in answers:
            refused = answer.status_code in {400, 403, 404, 409}
            tally.note(f"{who}, {answer.request.url.path}: {answer.status_code}", refused=refused)


def _subscriptions(target: Target, tally: Tally, channels: list[str]) -> None:
    client = target.insider("developer")
    for name in channels:
        with Wire.of(client, target.server.socket_url) as wire:
            wire.established()
            wire.send("pusher:subscribe", {"channel": name})
            frame = wire.next()
        tally.note(f"developer listens to {name!r}: {frame['event']}", refused=frame["event"] == "pusher:error")
