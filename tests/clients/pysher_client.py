"""Unmodified Pysher: writes each event as a line of JSON, until its input ends.

Usage: python pysher_client.py '{"host", "port", "key", "token", "channel", "event"}'
"""

import json
import sys

from pysher import Pusher

options = json.loads(sys.argv[1])
pusher = Pusher(
    options["key"],
    custom_host=options["host"],
    port=options["port"],
    secure=False,
    auth_endpoint=f"http://{options['host']}:{options['port']}/broadcasting/auth",
    auth_endpoint_headers={"Authorization": f"Token {options['token']}"},
)


def say(what: str, data: str) -> None:
    print(json.dumps({"what": what, "data": json.loads(data)}), flush=True)


def subscribe(data: str) -> None:
    """Gets the signature and subscribes, in the thread that receives events."""
    channel = pusher.subscribe(options["channel"])
    channel.bind("pusher_internal:subscription_succeeded", lambda data: say("subscribed", data))
    channel.bind(options["event"], lambda data: say("event", data))


pusher.connection.bind("pusher:connection_established", subscribe)
pusher.connection.bind("pusher:error", lambda data: say("error", data))
pusher.connect()
sys.stdin.read()  # its threads end with the process; disconnect() would wait for up to 100 s
