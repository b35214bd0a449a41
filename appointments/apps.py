from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "appointments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from appointments import checks, roles  # noqa: F401 - checks register themselves
        from appointments.events import channels, receivers
        from appointments.services.patients import search_keys
        from appointments.services.queue import boards, patient_codes
        from realtime import guests

        channels.register()
        receivers.connect()
        roles.connect(self)
        search_keys.connect(self)
        guests.register(boards.KIND, of_request=boards.claimed_key, find=boards.find)
        guests.register(patient_codes.KIND, of_request=patient_codes.claimed_key, find=patient_codes.guests)
