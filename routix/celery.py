"""The Celery application: `celery -A routix.celery worker`."""

import os

import structlog
from celery import Celery
from celery.signals import setup_logging, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "routix.settings.local")

app = Celery("routix")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**_: object) -> None:
    """Celery sets up no logging of its own where this signal is taken; Django's holds."""


@worker_ready.connect
def announce(**_: object) -> None:
    """Tell people and tests that work is taken from now on."""
    structlog.get_logger("routix.celery").info("worker is ready")
