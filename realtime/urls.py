"""Addresses of the pipe: the socket, catch-up, test broadcasts, signatures and the inspector page."""

from django.urls import path, re_path

from realtime import views
from realtime.consumer import PusherConsumer, UnknownAddress

app_name = "realtime"

urlpatterns = [
    re_path(r"^appointments/realtime-test/?$", views.InspectorPage.as_view(), name="inspector"),
    path("api/channels/<str:channel>/events/", views.EventsView.as_view(), name="events"),
    path("api/realtime/ping/", views.PingView.as_view(), name="ping"),
    path("broadcasting/auth", views.AuthView.as_view(), name="auth"),
]

websocket_urlpatterns = [
    re_path(r"^app/(?P<key>[^/]*)/?$", PusherConsumer.as_asgi()),
    re_path(r"", UnknownAddress.as_asgi()),
]
