"""What every environment shares. Everything an operator may change comes from the environment; see `.env.example`."""

from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from corsheaders.defaults import default_headers
from django.templatetags.static import static
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from routix.embedded import Home
from routix.settings.content_security import (
    origin_of,
    policy_of_admin,
    policy_of_data,
    policy_of_docs,
    policy_of_pages,
)
from routix.settings.urls import celery_broker_url, channel_layer_host, own_url

# Lets generic classes of Django (`FormView[Form]`) be written at run time as the type checker reads them.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()
environ.Env.read_env(env.str("ROUTIX_ENV_FILE", default=str(BASE_DIR / ".env")))

# --- where things are
ROUTIX_HOME = Path(env.str("ROUTIX_HOME", default=str(BASE_DIR / "var"))).expanduser().resolve()
HOME = Home(ROUTIX_HOME)

DATABASE_URL = env.str("DATABASE_URL", default="")
REDIS_URL = env.str("REDIS_URL", default="")
EMBEDDED_POSTGRES = not DATABASE_URL
EMBEDDED_REDIS = not REDIS_URL
EMBEDDED_DURABLE = True
if EMBEDDED_REDIS:
    REDIS_URL = HOME.redis_url(0)
    CACHE_URL = env.str("CACHE_URL", default=HOME.redis_url(1))
    CHANNELS_URL = env.str("CHANNELS_URL", default=HOME.redis_url(2))
else:
    CACHE_URL = env.str("CACHE_URL", default=REDIS_URL)
    CHANNELS_URL = env.str("CHANNELS_URL", default=REDIS_URL)

# --- Django
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Where `manage.py up` serves it, unless something stands in front.
_own_url = own_url(env.str("HOST", default="127.0.0.1"), env.str("PORT", default="8000"))
PUBLIC_URL = env.str("PUBLIC_URL", default=_own_url).rstrip("/")
# Proxies of ours that a request passes through, each of which adds to X-Forwarded-For.
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

INSTALLED_APPS = [
    "daphne",  # before staticfiles: its runserver speaks ASGI
    "unfold.apps.BasicAppConfig",  # before admin: it replaces the templates, and leaves the site to us
    "routix.admin.RoutixAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "channels",
    "corsheaders",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_celery_beat",
    "django_htmx",
    "routix",
    "common",
    "accounts",
    "billing",
    "templates_lib",
    "generation",
    "chat",
]

MIDDLEWARE = [
    "common.middleware.RequestIdMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "common.security_headers.ContentSecurityPolicyMiddleware",
    "common.security_headers.forbid_features_and_caching",
    "common.middleware.tell_rate_limits",
    "common.middleware.refuse_other_charsets",
    "common.nul_bytes.refuse_nul_bytes",
    "common.request_bodies.refuse_large_bodies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.note_browsers",
    "accounts.pages.referrals.keep_referral_codes",
]

# --- who else's pages may call the API from a browser, such as https://app.example; tokens and keys, never our cookies
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_HEADERS = [*default_headers, "idempotency-key", "prefer", "x-api-key", "x-request-id"]
CORS_EXPOSE_HEADERS = [
    "Idempotent-Replayed",
    "Preference-Applied",
    "Retry-After",
    "X-Credits-Cost",
    "X-Credits-Remaining",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
    "X-Request-ID",
]

ROOT_URLCONF = "routix.urls"
WSGI_APPLICATION = "routix.wsgi.application"
ASGI_APPLICATION = "routix.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "routix" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- database. Under ASGI every request would open a connection of its own without the pool; forked workers need none.
DATABASES = {"default": env.db_url_config(DATABASE_URL or HOME.database_url)}
DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
DATABASES["default"].setdefault("OPTIONS", {})
if env.bool("DATABASE_POOL", default=False):
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 2,
        "max_size": env.int("DATABASE_POOL_SIZE", default=16),
        "timeout": 10,
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Redis: short timeouts, since the defaults retry for seconds and a stalled Redis must not stall a request
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "routix",
        "OPTIONS": {"socket_timeout": 0.25, "socket_connect_timeout": 0.25},
    }
}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {
            # Once, since a connection may have died unnoticed; its default is many times, with pauses of seconds.
            "hosts": [{**channel_layer_host(CHANNELS_URL), "retry": Retry(NoBackoff(), 1)}],
            "prefix": "routix",
            "capacity": 1000,
            "expiry": 30,
        },
    }
}

CELERY_BROKER_URL = celery_broker_url(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # `delay()` into a stalled Redis would hang for ever without these
    "socket_timeout": 2.0,
    "socket_connect_timeout": 1.0,
    "visibility_timeout": 120,
    "max_retries": 1,
    "interval_start": 0,
    "interval_max": 0.2,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False  # the row is the queue of record; a message is only a nudge
CELERY_TASK_SERIALIZER = "json"
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 60  # a process warms up first; after the default 4 s it would be killed again
CELERY_WORKER_LOST_WAIT = 2
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_PUBLISH_RETRY = False
NUDGES_IN_BACKGROUND = True  # a thread waits for the broker; tests want to see at once what was asked for
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_TASK_ROUTES = {
    "generation.tasks.run_next_generation": {"queue": "render"},
    "templates_lib.tasks.*": {"queue": "analysis"},
    # What waits for somebody else's server holds up neither the drawing nor the analyses; nor do webhooks hold up mail:
    # of the messenger's threads one at a time calls them.
    "common.tasks.deliver_mail": {"queue": "mail"},
    "accounts.tasks.mail_verification": {"queue": "mail"},
    "accounts.tasks.mail_password_reset": {"queue": "mail"},
    "accounts.tasks.call_due_webhooks": {"queue": "webhooks"},
}
CELERY_TASK_DEFAULT_QUEUE = "default"

# --- who someone is
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.UsernameOrEmailBackend"]
PASSWORD_HASHERS = ["accounts.hashers.Argon2idHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "studio"
LOGOUT_REDIRECT_URL = "studio"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "common.api.errors.csrf_failure"
# Who knows what accounts shows of a user but may not import: a function of the user that answers a mapping.
USER_FACTS = "billing.selectors.facts_of"
USER_LIMITS = "billing.selectors.limits_of"
# The same for what a user's API keys spent this month: {key's id: credits}.
KEY_SPENDING = "generation.selectors.spending.spent_by_keys"
# What the groups of the roles may do, by `app.codename` with wildcards; see docs/accounts.md.
_MODERATES = [
    "accounts.view_user",
    "accounts.view_brandasset",
    "accounts.delete_brandasset",
    "generation.view_*",
    "templates_lib.*",
]
_ADMINISTERS = [
    "accounts.view_*",
    "accounts.change_user",
    "accounts.change_apikey",
    "billing.view_*",
    "billing.change_*",
    "chat.*_broadcast",
    "generation.add_algorithm",
    "generation.change_*",
    "django_celery_beat.view_*",
]
ROLE_PERMISSIONS = {"moderator": _MODERATES, "admin": [*_MODERATES, *_ADMINISTERS]}
# Who is told of a new user, inside the transaction: a function of the user and a `SignUpOrigin`.
NEW_USER_HOOK = "billing.services.welcoming.welcome"
# Whether staff reach the admin only by a sign-in that took a second proof: a code of an app, or a passkey.
STAFF_NEED_SECOND_FACTOR = False
# Who else is told inside the transaction in which a generation ends: a function of the generation, "" for nobody.
GENERATION_ENDED_HOOK = "chat.services.replying.answer_ended"
# Who may make thumbnails as part of a conversation: a function of the user and its id.
CONVERSATION_CHECK = "chat.selectors.may_add_to"
ACCESS_TOKEN_SECONDS = 15 * 60
REFRESH_TOKEN_DAYS = 14
# Functions of the user, in this order: what is made sure of before an account is erased (it may refuse), what then
# erases the rows that accounts may not know of, and what exports them: that yields (name in the archive, bytes).
ERASURE_PREPARERS = ["billing.services.erasing.stop_payments"]
ERASERS = ["chat.services.erasing.erase", "generation.services.erasing.erase", "billing.services.erasing.erase"]
EXPORTERS = [
    "chat.services.exporting_user.export",
    "generation.services.exporting.export",
    "billing.services.exporting.export",
]
# Folders of the default storage in which a user's files lie, each under the user's id.
USER_FOLDERS = ["assets", "thumbnails"]
REFRESH_TOKEN_REMEMBER_DAYS = 60
WS_TICKET_SECONDS = 30
# What one user may have open at one server process.
SOCKETS_PER_USER = env.int("SOCKETS_PER_USER", default=20)

# --- secrets at rest: the first key writes, all of them read; see `manage.py rotate_secrets`
ENCRYPTION_KEYS: list[str] = env.list("ENCRYPTION_KEYS", default=[])

# --- API
REST_FRAMEWORK = {
    "URL_FORMAT_OVERRIDE": None,  # `?format=` is for exports to say what they mean by it
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.ApiKeyAuthentication",
        "accounts.authentication.AccessTokenAuthentication",
        "accounts.authentication.SessionAuthentication",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["common.api.throttling.RouteClassThrottle"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["common.api.envelope.EnvelopeRenderer"],
    "DEFAULT_PARSER_CLASSES": ["common.api.parsers.BoundedJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "common.api.pagination.LimitOffset",
    "DEFAULT_METADATA_CLASS": "common.api.metadata.PlainMetadata",
    "DEFAULT_SCHEMA_CLASS": "common.api.schema.EnvelopeSchema",
    "EXCEPTION_HANDLER": "common.api.exception_handler.handle_exception",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
# Requests that one user, the programs of one user, or one address may send: (how many, in how many seconds) by the
# `rate_class` of the view. A class that is not here has no limit, so {} is none at all, as in tests.
_A_MINUTE = {
    "default": env.int("RATE_LIMIT_DEFAULT", default=60),
    "generation": env.int("RATE_LIMIT_GENERATION", default=10),
    "upload": env.int("RATE_LIMIT_UPLOAD", default=20),
    "auth": env.int("RATE_LIMIT_AUTH", default=5),
    # What may have to be drawn at once, while the client waits: edits, other sizes, layers for other programs.
    "drawing": env.int("RATE_LIMIT_DRAWING", default=60),
    # A page of the library shows dozens, each a request.
    "picture": env.int("RATE_LIMIT_PICTURE", default=600),
}
RATE_LIMITS = {name: (count, 60) for name, count in _A_MINUTE.items() if count > 0}
# How long a request waits for the Redis that counts, before it is counted by its process alone, and more strictly.
RATE_LIMIT_TIMEOUT_SECONDS = 0.04
# Who tells a program from a person: the key that a request of the API came with.
API_KEY_OF = "accounts.authentication.api_key_of"
SPECTACULAR_SETTINGS = {
    "TITLE": "Routix API",
    "DESCRIPTION": "YouTube thumbnails by chat. Every answer stands in one envelope; see `docs/api.md`.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SCHEMA_PATH_PREFIX": r"/api/v1/",
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "common.api.failures.add_failures",
        "common.api.examples.add_examples",
    ],
    "ENUM_NAME_OVERRIDES": {
        "GenerationStatusEnum": "generation.models.Status",
        "TemplateStatusEnum": "templates_lib.models.Status",
        "GenerationStageEnum": "generation.models.Stage",
        "AssetKindEnum": "accounts.models.AssetKind",
        "WebhookDeliveryStatusEnum": "accounts.models.DeliveryStatus",
        "WebhookEventEnum": "accounts.models.WebhookEvent",
        "WebhookDeliveryEventEnum": "accounts.serializers.webhooks.TOLD_EVENTS",
        "TierEnum": "billing.tiers.Tier",
        "StatementKindEnum": "billing.models.StatementLine.Kind",
        "RoleEnum": "accounts.models.Role",
        "ParticipantRoleEnum": "chat.models.ParticipantRole",
        "GenerationOriginEnum": "generation.models.Origin",
        "TemplateOriginEnum": "templates_lib.models.Origin",
    },
}

# --- admin
UNFOLD = {
    "SITE_TITLE": "Routix",
    "SITE_HEADER": "Routix",
    "SITE_URL": "/",
    "SITE_SYMBOL": "auto_awesome",
    "SITE_ICON": lambda request: static("routix/logo.svg"),
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("routix/favicon.svg")},
    ],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    # What every page of the admin knows beside its own: the state of the books.
    "GLOBAL_CALLBACK": "billing.admin.alarm.alarm_context",
    # What the index shows beside the list of models.
    "DASHBOARD_CALLBACK": "routix.staff.admin_index.dashboard_context",
    "BORDER_RADIUS": "10px",
    "COLORS": {
        # The brand's purple, #6B5DD3 to #8B7AFF.
        "primary": {
            "50": "#f4f2ff",
            "100": "#eae7ff",
            "200": "#d7d1ff",
            "300": "#bcb1ff",
            "400": "#a295ff",
            "500": "#8b7aff",
            "600": "#6b5dd3",
            "700": "#574ab3",
            "800": "#473d90",
            "900": "#3b3475",
            "950": "#241f4a",
        },
    },
}

# --- files. Users' files and results lie under the home, the secret originals of templates in a folder of their own,
# which nothing serves; STORAGE_* moves both to S3 or R2.
STORAGE_BACKEND = env.str("STORAGE_BACKEND", default="local")
MEDIA_ROOT = ROUTIX_HOME / "media"
STORAGES = {
    "default": {
        "BACKEND": "common.storage.folder.FolderStorage",
        "OPTIONS": {"location": str(MEDIA_ROOT)},
    },
    "originals": {
        "BACKEND": "common.storage.folder.FolderStorage",
        "OPTIONS": {
            "location": str(ROUTIX_HOME / "originals"),
            "directory_permissions_mode": 0o700,
            "file_permissions_mode": 0o600,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
if STORAGE_BACKEND == "s3":
    from routix.settings.buckets import bucket_options  # boto3 takes a while to import; local files don't pay for it

    _account = {
        "access_key": env.str("STORAGE_ACCESS_KEY"),
        "secret_key": env.str("STORAGE_SECRET_KEY"),
        "endpoint_url": env.str("STORAGE_ENDPOINT_URL", default=""),
        "region": env.str("STORAGE_REGION", default="auto"),
    }
    _bucket = env.str("STORAGE_BUCKET")
    _originals_bucket = env.str("STORAGE_ORIGINALS_BUCKET", default="")
    STORAGES["default"] = {
        "BACKEND": "common.storage.bucket.BucketStorage",
        "OPTIONS": bucket_options(bucket=_bucket, cache_control="private, max-age=86400", **_account),
    }
    STORAGES["originals"] = {
        "BACKEND": "common.storage.bucket.BucketStorage",
        "OPTIONS": bucket_options(
            bucket=_originals_bucket or _bucket,
            folder="" if _originals_bucket else "originals",
            cache_control="private, no-store",
            **_account,
        ),
    }
_picture_hosts: tuple[str, ...] = ()
if STORAGE_BACKEND == "s3":
    _picture_hosts = origin_of(_account["endpoint_url"] or f"https://s3.{_account['region']}.amazonaws.com")
STATIC_URL = "/static/"
STATIC_ROOT = ROUTIX_HOME / "static"
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Where pictures may be fetched from. Only tests name another: theirs also reaches their own servers.
FETCH_POLICY = "common.fetching.policy.PUBLIC_INTERNET"

# --- what browsers are told to refuse: for pages, and by the beginnings of other addresses
_policy = policy_of_pages(public_url=PUBLIC_URL, picture_hosts=_picture_hosts)
CONTENT_SECURITY_POLICY = {"DIRECTIVES": _policy}
CONTENT_SECURITY_POLICIES = {
    "/admin/": policy_of_admin(_policy),
    "/api/docs/": policy_of_docs(_policy),
    "/api/": policy_of_data(),
}

# --- mail. Without a server it is kept as files under the home.
EMAIL_URL = env.str("EMAIL_URL", default="")
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="") or f"Routix <no-reply@{urlsplit(PUBLIC_URL).hostname}>"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = ROUTIX_HOME / "mail"
if EMAIL_URL:
    globals().update(env.email_url_config(EMAIL_URL))
EMAIL_TIMEOUT = 10  # smtplib would wait for ever

# --- language and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fa", "فارسی")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "routix.formats"
TIME_ZONE = "UTC"
USE_TZ = True

# --- money
WELCOME_CREDITS = env.int("WELCOME_CREDITS", default=10)
# Sign-ups of one network address that get them in a day; 0 is no limit. A school needs many, an abuser wants more.
WELCOMES_A_DAY_BY_ADDRESS = env.int("WELCOMES_A_DAY_BY_ADDRESS", default=0)
REFERRAL_CREDITS = env.int("REFERRAL_CREDITS", default=5)
REFERRER_CREDITS = env.int("REFERRER_CREDITS", default=10)
# Credits that are set aside go back by themselves after so long; work that waits longer is given up an hour before.
CREDIT_HOLD_HOURS = env.int("CREDIT_HOLD_HOURS", default=24)
# Without a key payments are tests, except in production, where there are none then.
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", default="")
STRIPE_WEBHOOK_SECRETS = env.list("STRIPE_WEBHOOK_SECRETS", default=[])
STRIPE_BASE_URL = env.str("STRIPE_BASE_URL", default="")
# What signs the webhooks of test payments; production has none, so it would take none of theirs.
TEST_PAYMENTS_SECRET = ""
# How long a tier outlasts an unpaid renewal, and how long unspent plan credits wait for it.
PAYMENT_GRACE_DAYS = env.int("PAYMENT_GRACE_DAYS", default=7)

# --- generations
LEASE_SECONDS = env.int("GENERATION_LEASE_SECONDS", default=20)
MAX_ATTEMPTS = 3
GENERATION_DEADLINE_SECONDS = env.int("GENERATION_DEADLINE_SECONDS", default=180)
PROVIDERS = {"local": "providers.local.provider.LocalProvider"}
# The share of a template that a thumbnail may have in common with it; above it the thumbnail is drawn anew.
ORIGINALITY_CEILING = env.float("ORIGINALITY_CEILING", default=0.62)  # canvas.originality.DEFAULT_CEILING

# --- analyses of uploaded templates
ANALYSIS_LEASE_SECONDS = 60
ANALYSIS_DEADLINE_SECONDS = 120

# --- vendors. Each does nothing until its key is set; an empty base URL is the vendor's own.
OPENAI_API_KEY = env.str("OPENAI_API_KEY", default="")
OPENAI_BASE_URL = env.str("OPENAI_BASE_URL", default="")
OPENAI_VISION_MODEL = env.str("OPENAI_VISION_MODEL", default="gpt-5.6-luna")
OPENAI_EMBEDDING_MODEL = env.str("OPENAI_EMBEDDING_MODEL", default="text-embedding-3-small")
GEMINI_API_KEY = env.str("GEMINI_API_KEY", default="")
GEMINI_BASE_URL = env.str("GEMINI_BASE_URL", default="")
GEMINI_VISION_MODEL = env.str("GEMINI_VISION_MODEL", default="gemini-3.1-flash-lite")
VISION_PROVIDERS = {
    "openai": "providers.openai.vision.OpenAIVision",
    "gemini": "providers.gemini.vision.GeminiVision",
}
VISION_PROVIDER = env.str("VISION_PROVIDER", default="")
EMBEDDING_PROVIDERS = {
    "local": "providers.local.provider.LocalEmbedding",
    "openai": "providers.openai.embedding.OpenAIEmbedding",
}
EMBEDDING_PROVIDER = env.str("EMBEDDING_PROVIDER", default="local")

# --- metrics. Whoever bears the token may read them; without one they are open, but in production there are none then.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

# --- logs
LOG_FORMAT = env.str("LOG_FORMAT", default="console")
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING_CONFIG = "common.logs.configure"
LOGGING = {"format": LOG_FORMAT, "level": LOG_LEVEL}
