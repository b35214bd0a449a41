from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    name = "realtime"

    def ready(self) -> None:
        from realtime import revocation, test_channel

        test_channel.register()
        revocation.connect()
