"""Tests: their own embedded servers beside the developer's, fast hashing, nothing that reaches out."""

import os
from pathlib import Path

os.environ.setdefault("ROUTIX_HOME", str(Path(__file__).resolve().parents[2] / "var" / "test"))
# Tests that run side by side have servers of their own. The programs that they start are told their homes.
if _worker := os.environ.pop("PYTEST_XDIST_WORKER", ""):
    os.environ["ROUTIX_HOME"] += f"-{_worker}"
os.environ["ROUTIX_ENV_FILE"] = os.devnull  # a developer's .env is not the tests'
# Nor are their choices; the programs that tests start read these.
os.environ.update(STORAGE_BACKEND="local", VISION_PROVIDER="", EMBEDDING_PROVIDER="local")
os.environ.update(EMAIL_URL="", EMAIL_FROM="", TRUSTED_PROXY_COUNT="0", CORS_ALLOWED_ORIGINS="")
# No limits: a test that is about them turns them on.
os.environ.update({f"RATE_LIMIT_{name}": "0" for name in ("DEFAULT", "GENERATION", "UPLOAD", "AUTH", "PICTURE")})

from routix.settings.base import *

SECRET_KEY = "test-only-secret-key-that-guards-nothing"  # noqa: S105
ACCESS_TOKEN_KEY = "test-only-access-token-key-guards-nothing"  # noqa: S105
ENCRYPTION_KEYS = ["test-only-encryption-key-guards-nothing"]
ALLOWED_HOSTS = ["*"]
IS_PRODUCTION = False
EMBEDDED_DURABLE = False
NUDGES_IN_BACKGROUND = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOG_LEVEL = "WARNING"
LOGGING = {"format": "console", "level": LOG_LEVEL, "is_cached": False}
OPENAI_API_KEY = ""
OPENAI_BASE_URL = ""
GEMINI_API_KEY = ""
GEMINI_BASE_URL = ""
STRIPE_SECRET_KEY = ""
STRIPE_WEBHOOK_SECRETS = []
STRIPE_BASE_URL = ""
TEST_PAYMENTS_SECRET = "test-only-secret-of-test-payments"  # noqa: S105
