"""`python -m routix.deploy_check`: Django's deployment check against the production settings, with made-up secrets."""

import os
import secrets
import sys

import django
from django.core.management import call_command

_PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "routix.settings.production",
    "ROUTIX_ENV_FILE": os.devnull,
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ACCESS_TOKEN_KEY": secrets.token_urlsafe(64),
    "ENCRYPTION_KEYS": secrets.token_urlsafe(32),
    "DATABASE_URL": "postgresql://routix@db.invalid/routix",
    "REDIS_URL": "redis://redis.invalid:6379/0",
    "ALLOWED_HOSTS": "routix.example",
    "PUBLIC_URL": "https://routix.example",
    "EMAIL_URL": "smtp+tls://routix:secret@mail.invalid:587",
}


def main() -> None:
    """Fail on any warning. Nothing is connected to."""
    os.environ.update(_PRODUCTION)
    django.setup()
    call_command("check", deploy=True, fail_level="WARNING")
    sys.stdout.write("deployment check passed\n")


if __name__ == "__main__":
    main()
