"""The default: a developer's or newcomer's machine. Secrets are made once and kept under the home."""

from routix.settings.base import *
from routix.settings.secrets import local_secret

SECRET_KEY = env.str("SECRET_KEY", default="") or local_secret(ROUTIX_HOME, "secret_key")
ACCESS_TOKEN_KEY = env.str("ACCESS_TOKEN_KEY", default="") or local_secret(ROUTIX_HOME, "access_token_key")
ENCRYPTION_KEYS = ENCRYPTION_KEYS or [local_secret(ROUTIX_HOME, "encryption_key")]
TEST_PAYMENTS_SECRET = local_secret(ROUTIX_HOME, "test_payments_webhook")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
IS_PRODUCTION = False
if not EMAIL_URL:
    EMAIL_BACKEND = "common.kept_mail.ShownAndKeptBackend"
