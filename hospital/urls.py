"""Every address of the site. Pages answer with and without a trailing slash."""

from allauth.account.decorators import secure_admin_login
from csp.decorators import csp_update
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny

from common.access import public
from common.throttles import PerAddress
from hospital import catalogue, views

# Swagger UI uses style attributes.
docs = public(
    csp_update({"style-src": ["'self'", "'unsafe-inline'"]})(
        SpectacularSwaggerSplitView.as_view(permission_classes=[AllowAny], metadata_class=None)  # OPTIONS: 405
    )
)
schema = public(SpectacularAPIView.as_view(permission_classes=[AllowAny], throttle_classes=[PerAddress]))

# One door for everybody, with its throttle and second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/", include("accounts.urls")),
    # The admin's own form would be a door that the throttle misses.
    path("admin/password_change/", public(RedirectView.as_view(pattern_name="account"))),
    path("admin/", admin.site.urls),
    path("api/schema/", schema, name="schema"),
    path("api/docs/", docs, name="docs"),
    path("catalogue/<slug:version>.js", catalogue.show, name="javascript-catalog"),
    re_path(r"^healthz/?$", views.healthz),
    re_path(r"^readyz/?$", views.readyz),
    re_path(r"^metrics/?$", views.metrics),
    path(".well-known/security.txt", views.security_txt),
    path("", include("realtime.urls")),
    path("", include("appointments.urls")),
    path("api/<path:rest>", views.api_not_found),
]

handler400 = "hospital.views.bad_request"
handler403 = "hospital.views.forbidden"
handler404 = "hospital.views.not_found"
handler500 = "hospital.views.server_error"
