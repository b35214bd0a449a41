"""A Channels consumer as in the tutorial: each socket is in a group, `group_send` sends to all.

`REDIS_SOCKET=… CHANNEL=… daphne bench.peers.stock:application`
"""

import os
from typing import Any

import django
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings
from django.urls import re_path

settings.configure(
    SECRET_KEY="bench",
    INSTALLED_APPS=["channels"],
    CHANNEL_LAYERS={
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            # redis-py 8 times out after 5 s, while the layer's blocking read is still waiting, and allows 100
            # connections.
            "CONFIG": {
                "hosts": [
                    {
                        "address": f"unix://{os.environ['REDIS_SOCKET']}",
                        "socket_timeout": 60,
                        "max_connections": 20_000,
                    }
                ],
                "prefix": "stock",
            },
        }
    },
)
django.setup()


class Desk(AsyncJsonWebsocketConsumer):
    groups = [os.environ["CHANNEL"]]

    async def connect(self) -> None:
        await self.accept()
        await self.send("ready")

    async def message(self, message: dict[str, Any]) -> None:
        await self.send_json(message["data"])


application = ProtocolTypeRouter({"websocket": URLRouter([re_path("", Desk.as_asgi())])})
