from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import signals
        from accounts.services import program_tokens
        from realtime.program_tokens import register

        signals.connect()
        register(program_tokens.ended)
