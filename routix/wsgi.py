"""HTTP in production: a WSGI server runs `application`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "routix.settings.local")

from django.core.wsgi import get_wsgi_application

from routix.start import start_services

start_services()
application = get_wsgi_application()

from common.utf8_requests import Utf8WSGIRequest  # noqa: E402  settings are ready only now

application.request_class = Utf8WSGIRequest
