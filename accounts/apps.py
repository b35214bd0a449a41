from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import second_factor, signals, widening
        from accounts.services import program_tokens
        from realtime.program_tokens import register

        second_factor.connect()  # first: it may refuse the sign-in
        signals.connect()
        widening.connect()
        register(program_tokens.ended)
