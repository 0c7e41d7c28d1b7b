"""The default: a developer's or newcomer's machine. Secrets are made once and kept under the home."""

from routix.settings.base import *
from routix.settings.secrets import local_secret

SECRET_KEY = env.str("SECRET_KEY", default="") or local_secret(ROUTIX_HOME, "secret_key")
ACCESS_TOKEN_KEY = env.str("ACCESS_TOKEN_KEY", default="") or local_secret(ROUTIX_HOME, "access_token_key")
TEST_PAYMENTS_SECRET = local_secret(ROUTIX_HOME, "test_payments_webhook")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
IS_PRODUCTION = False
