"""The access to pages: a view class or function opens for the users whom its rule allows."""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.mixins import AccessMixin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from common.access import Access, access_of

View = Callable[..., HttpResponseBase]


class Guarded(AccessMixin):
    """A page for those whom `access` allows, and `changes` for its forms. Others get 403, or the way to the login."""

    access: Access
    changes: Access | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        access = access_of(self, request.method or "")
        if access is None or not access.allows(request.user):
            return self.handle_no_permission()
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer


def open_to(access: Access) -> Callable[[View], View]:
    """The same for a view function."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if access.allows(request.user):
                return view(request, *args, **kwargs)
            if request.user.is_authenticated:
                raise PermissionDenied
            return redirect_to_login(request.get_full_path())

        wrapper.access = access  # type: ignore[attr-defined]
        return wrapper

    return decorate
