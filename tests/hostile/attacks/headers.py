"""Headers that claim another address, another user, another method or another host."""

from tests.hostile.target import Tally, Target

TRICKS = [
    *({name: "127.0.0.1"} for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP", "True-Client-IP")),
    *({name: "admin"} for name in ("Remote-User", "X-Remote-User", "X-Forwarded-User", "X-User", "Auth-User")),
    *({name: "/healthz"} for name in ("X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Prefix", "X-Script-Name")),
    *({"Authorization": value} for value in ("Token", "Token x", "Token x y", "Bearer x", "Basic YWRtaW46ZGVtbw==")),
    *({"Cookie": value} for value in ("sessionid=", "sessionid=x", 'sessionid="a\\000b"', "sessionid=x; sessionid=y")),
    {"X-Forwarded-Proto": "https", "X-Forwarded-Port": "443"},
    {"X-HTTP-Method-Override": "GET", "X-Method-Override": "GET"},
]
HOSTS = (
    "evil.example",
    "127.0.0.1.evil.example",
    "127.0.0.1@evil.example",
    "127.0.0.1:80:80",
    "[::1",
    "127.0.0.1\\evil",
)


def attack(target: Target) -> Tally:
    tally = Tally()
    client = target.stranger()
    address = f"/api/patients/{target.patient}/"
    for trick in TRICKS:
        client.cookies.clear()
        tally.answer(f"{trick}", client.get(address, headers=trick), 401)
    for trick in ({"X-HTTP-Method-Override": "DELETE"}, {"X-Method-Override": "PATCH"}, {"X-HTTP-Method": "DELETE"}):
        answer = target.insider("reception").post(address, json={"name": "Taken Over"}, headers=trick)
        tally.answer(f"{trick}", answer, 405)
    for host in HOSTS:
        tally.answer(f"Host {host}", client.get("/accounts/login/", headers={"Host": host}), 400)
    return tally
