"""Production: real servers, HTTPS, no defaults for secrets."""

from django.core.exceptions import ImproperlyConfigured

from routix.settings.base import *


def _required(name: str) -> str:
    value: str = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} must be set in production; see .env.example.")
    return value


def _secret(name: str) -> str:
    value = _required(name)
    if len(value) < 32:
        raise ImproperlyConfigured(f"{name} must have at least 32 characters.")
    return value


def _differ(secrets: dict[str, str]) -> None:
    """One that leaks must open nothing that another one guards."""
    if len(set(secrets.values())) < len(secrets):
        raise ImproperlyConfigured(f"{', '.join(secrets)} must all differ.")


IS_PRODUCTION = True
DEBUG = False
SECRET_KEY = _secret("SECRET_KEY")
ACCESS_TOKEN_KEY = _secret("ACCESS_TOKEN_KEY")
_required("ENCRYPTION_KEYS")
if any(len(key) < 32 for key in ENCRYPTION_KEYS):
    raise ImproperlyConfigured("Each of ENCRYPTION_KEYS must have at least 32 characters.")
_differ(
    {"SECRET_KEY": SECRET_KEY, "ACCESS_TOKEN_KEY": ACCESS_TOKEN_KEY}
    | {f"ENCRYPTION_KEYS[{place}]": key for place, key in enumerate(ENCRYPTION_KEYS)}
)
_required("DATABASE_URL")
_required("REDIS_URL")
ALLOWED_HOSTS = [host.strip() for host in _required("ALLOWED_HOSTS").split(",")]
PUBLIC_URL = _required("PUBLIC_URL").rstrip("/")

if not EMAIL_URL:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # fails aloud; `check --deploy` warns

WHITENOISE_USE_FINDERS = False
STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
STAFF_NEED_SECOND_FACTOR = env.bool("STAFF_NEED_SECOND_FACTOR", default=True)

WELCOMES_A_DAY_BY_ADDRESS = env.int("WELCOMES_A_DAY_BY_ADDRESS", default=5)

LOG_FORMAT = env.str("LOG_FORMAT", default="json")
LOGGING = {"format": LOG_FORMAT, "level": LOG_LEVEL}
