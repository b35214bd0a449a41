from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "appointments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from appointments import channels, checks, signals  # noqa: F401 - checks register themselves

        channels.register()
        signals.connect()
