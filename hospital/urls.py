"""Every address of the site. Pages answer with and without a trailing slash."""

from csp.decorators import csp_update
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny

from common.access import public
from hospital import catalogue, views

# Swagger UI uses style attributes.
docs = public(
    csp_update({"style-src": ["'self'", "'unsafe-inline'"]})(
        SpectacularSwaggerSplitView.as_view(permission_classes=[AllowAny])
    )
)
schema = public(SpectacularAPIView.as_view(permission_classes=[AllowAny]))
own_password = public(RedirectView.as_view(pattern_name="account"))

urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/", include("accounts.urls")),
    path("admin/password_change/", own_password),  # a door that the throttle would miss
    path("admin/", admin.site.urls),
    path("api/schema/", schema, name="schema"),
    path("api/docs/", docs, name="docs"),
    path("catalogue/<slug:version>.js", catalogue.show, name="javascript-catalog"),
    re_path(r"^healthz/?$", views.healthz),
    re_path(r"^readyz/?$", views.readyz),
    re_path(r"^metrics/?$", views.metrics),
    path("", include("realtime.urls")),
    path("", include("appointments.urls")),
    path("api/<path:rest>", views.api_not_found),
]

handler400 = "hospital.views.bad_request"
handler403 = "hospital.views.forbidden"
handler404 = "hospital.views.not_found"
handler500 = "hospital.views.server_error"
