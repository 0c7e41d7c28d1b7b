"""Sockets (and, on one machine, HTTP as well): an ASGI server runs `application`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "routix.settings.local")

from django.core.asgi import get_asgi_application

from routix.start import start_services

start_services()
django = get_asgi_application()

from channels.routing import ProtocolTypeRouter  # noqa: E402  models are ready only now

from common.utf8_requests import Utf8ASGIRequest  # noqa: E402
from routix.routing import http_application, websocket_application  # noqa: E402

django.request_class = Utf8ASGIRequest
application = ProtocolTypeRouter({"http": http_application(django), "websocket": websocket_application})
