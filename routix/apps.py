from django.apps import AppConfig
from django.conf import settings

from routix.celery import app as celery_app

# Tasks are sent through this application from every thread of every process.
celery_app.set_default()


class RoutixConfig(AppConfig):
    name = "routix"
    verbose_name = "Routix"

    def ready(self) -> None:
        """WhiteNoise warns about a folder that only `collectstatic` makes."""
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
