"""`Idempotency-Key` on calls that create or change."""

import functools
import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

from django.db import Error as DatabaseError
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from appointments.services.idempotency import NOT_KEPT, Answer, once

KEY = re.compile(r"[\x21-\x7e]{1,255}")  # printable ASCII without blanks

KEY_HEADER = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": r"^[\x21-\x7e]{1,255}$"},
    OpenApiParameter.HEADER,
    description="The same key gets the first answer for 24 hours.",
)

Handler = Callable[..., Response]


def idempotent(handler: Handler) -> Callable[..., HttpResponse]:
    """Repeats the first answer to the same key of the same user; the call runs once.

    `services.idempotency` says which answers are kept.
    """

    @functools.wraps(handler)
    def wrapper(view: Any, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return handler(view, request, *args, **kwargs)
        if not KEY.fullmatch(key):
            raise ValidationError({"Idempotency-Key": [_("Use 1 to 255 printable ASCII characters without spaces.")]})

        def run() -> Answer:
            try:
                with transaction.atomic():
                    response = handler(view, request, *args, **kwargs)
            except NOT_KEPT:
                raise
            except DatabaseError:  # the answer could not be stored either
                raise
            except Exception as error:
                response = view.handle_exception(error)  # raises anything unexpected
            return Answer(response.status_code, JSONRenderer().render(response.data).decode())

        answer = once(by=request.user, key=key, fingerprint=_fingerprint(request), run=run)
        return HttpResponse(answer.body, status=answer.status, content_type=JSONRenderer.media_type)

    return extend_schema(parameters=[KEY_HEADER])(wrapper)


def _fingerprint(request: Request) -> str:
    body = json.dumps(request.data, sort_keys=True).encode()  # orjson refuses integers over 64 bits
    return hashlib.sha256(b"\0".join([str(request.method).encode(), request.path.encode(), body])).hexdigest()
