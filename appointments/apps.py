from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "appointments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from appointments import checks, roles  # noqa: F401 - checks register themselves
        from appointments.events import channels, receivers

        channels.register()
        receivers.connect()
        roles.connect(self)
