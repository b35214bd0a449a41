"""The ASGI application: Django for http, the Pusher protocol for websocket."""

import os
import warnings

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hospital.settings")
http = get_asgi_application()
# WhiteNoise serves static files from a synchronous iterator; they are short, and browsers cache them.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

from audit import chain  # noqa: E402 - models load only after get_asgi_application()
from hospital import preflight  # noqa: E402
from hospital.body_limit import limit_bodies  # noqa: E402
from hospital.private_data import keep_private  # noqa: E402
from hospital.security_headers import with_security_headers  # noqa: E402
from realtime.urls import websocket_urlpatterns  # noqa: E402

keep_private()
preflight.database_answers(migrated=True)
preflight.detect_restore()
chain.start()

application = ProtocolTypeRouter(
    {"http": with_security_headers(limit_bodies(http)), "websocket": URLRouter(websocket_urlpatterns)}
)
