"""What every entry point does first: the embedded services, where the settings ask for them."""

import sys

from django.conf import settings

from routix.embedded import ServiceError, ensure


def start_services() -> None:
    """Start and share the embedded services; a no-op where servers are configured. Ends the process if they can't."""
    try:
        ensure(
            settings.HOME,
            with_postgres=settings.EMBEDDED_POSTGRES,
            with_redis=settings.EMBEDDED_REDIS,
            durable=settings.EMBEDDED_DURABLE,
        )
    except ServiceError as error:
        sys.exit(f"routix: {error}")
