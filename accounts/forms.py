"""The forms for signing in and for one's own password, in the hospital's words."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """A wrong name and a wrong password are answered alike."""

    error_messages = {**AuthenticationForm.error_messages, "invalid_login": _("Wrong user name or password.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].error_messages["required"] = _("Enter your user name.")
        self.fields["password"].error_messages["required"] = _("Enter your password.")


class OwnPasswordForm(PasswordChangeForm):
    """The current password is checked as at the login page, and counts there too if it is wrong."""

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": _("Wrong password."),
        "password_mismatch": _("The two new passwords differ."),
    }

    def __init__(self, user: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.request = request
        labels = {
            "old_password": (_("Current password"), _("Enter your current password.")),
            "new_password1": (_("New password"), _("Enter a new password.")),
            "new_password2": (_("New password again"), _("Enter the new password again.")),
        }
        for name, (label, missing) in labels.items():
            field = self.fields[name]
            field.label = label
            field.error_messages["required"] = missing
            field.widget.attrs["class"] = "form-control"

    def clean_old_password(self) -> str:
        """Raises SignInRefused, like every door."""
        password: str = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.get_username(), password=password) != self.user:
            raise forms.ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return password
