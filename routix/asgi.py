"""Sockets (and, on one machine, HTTP as well): an ASGI server runs `application`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "routix.settings.local")

from django.core.asgi import get_asgi_application

from routix.start import start_services

start_services()
http_application = get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402  models are ready only now

from routix.routing import websocket_application  # noqa: E402

application = ProtocolTypeRouter({"http": http_application, "websocket": URLRouter(websocket_application)})
