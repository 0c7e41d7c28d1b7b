"""Every websocket address."""

from django.urls import path

from generation.consumers import LiveConsumer

websocket_application = [path("ws/", LiveConsumer.as_asgi())]
