"""Settings, read from top to bottom. docs/configuration.md lists what can be set from outside."""

import tomllib
import zoneinfo
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from phonenumbers import SUPPORTED_REGIONS
from psycopg_pool.base import AttemptWithBackoff
from redis.connection import parse_url

from appointments.rights import ROLES
from hospital.env import (
    BASE_DIR,
    DATA,
    env,
    env_bool,
    env_int,
    env_list,
    env_networks,
    env_pairs,
    env_rate,
    env_required,
    stop,
)
from hospital.languages import language_name
from hospital.valkey_socket import valkey_socket

VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]

# Security

SECRET_KEY = env_required("SECRET_KEY")
DEBUG = env_bool("DEBUG", default=False)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
if not ALLOWED_HOSTS:
    stop("ALLOWED_HOSTS: the list is empty, so no request could be answered.")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
for origin in CSRF_TRUSTED_ORIGINS:
    if "://" not in origin:
        stop("CSRF_TRUSTED_ORIGINS: an origin lacks its scheme, as in https://desk.example.org.")
CSRF_FAILURE_VIEW = "hospital.views.csrf_failure"
# hospital/security_headers.py sends these with every answer, also with those that do not come from Django.
SECURE_REFERRER_POLICY = SECURE_CROSS_ORIGIN_OPENER_POLICY = None
SECURE_CONTENT_TYPE_NOSNIFF = False
# Sent under https only. Nothing is said about subdomains: they belong to other services of the hospital.
SECURE_HSTS_SECONDS = 0 if DEBUG else env_int("HSTS_SECONDS", 31_536_000, most=63_072_000)  # a year
SECURITY_CONTACTS = env_list("SECURITY_CONTACT")
for contact in SECURITY_CONTACTS:
    if not contact.startswith(("mailto:", "https://", "tel:")):
        stop("SECURITY_CONTACT: each contact begins with mailto:, https:// or tel:, as in mailto:security@example.org.")
BEHIND_TLS_PROXY = env_bool("BEHIND_TLS_PROXY", default=False)
TRUSTED_PROXIES = env_networks("TRUSTED_PROXIES")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS_PROXY else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 100_000  # bytes; the largest form here holds two text fields of 2,000 characters

# Applications

INSTALLED_APPS = [
    "hospital",  # before staticfiles, whose `runserver` is not ours
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "accounts",  # after allauth, whose models it takes out of the admin
    "appointments",
    "audit",
    "realtime",
    "channels",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "simple_history",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
]

MIDDLEWARE = [
    "hospital.middleware.count_refusals",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hospital.middleware.limit_requests",  # static files are not limited
    "csp.middleware.CSPMiddleware",  # for pages only: the header is longer than some static files
    "django.middleware.gzip.GZipMiddleware",  # static files are compressed when collected
    "hospital.middleware.secure_cookies",
    "hospital.middleware.no_store",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignInMiddleware",
    "accounts.middleware.require_second_factor",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "appointments.web.middleware.set_actor",
    "hospital.middleware.RefuseImpossibleLookups",
]

ROOT_URLCONF = "hospital.urls"
ASGI_APPLICATION = "hospital.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "appointments.web.context_processors.page",
                "hospital.catalogue.page",
            ],
        },
    },
]

# Database: SQLite in DATA, or DATABASE_URL

try:
    DATABASES = {"default": dj_database_url.parse(env("DATABASE_URL", f"sqlite:///{DATA / 'hospital.sqlite3'}"))}
except (ValueError, KeyError):
    stop("DATABASE_URL is malformed: it looks like postgres://user:password@host:5432/name.")
if not DATABASES["default"].get("NAME"):
    stop("DATABASE_URL names no database: it looks like postgres://user:password@host:5432/name.")

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Deferred transactions fail under several writers ("database is locked"); immediate ones wait their turn.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds
        "init_command": "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON;",
    }
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # Under ASGI a request's thread dies with the request, so connections are kept in psycopg's pool.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        {
            "pool": {"min_size": 1, "max_size": env_int("DATABASE_POOL_SIZE", 16, most=1_000), "timeout": 5},
            "connect_timeout": 3,
            # A silent server is given up after seconds; TCP's default is 15 minutes.
            "tcp_user_timeout": 5_000,  # milliseconds
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 2,
        }
    )
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # The pool's default waits 1, 2, 4 … s between two tries: after half a minute without the database a process would
    # notice its return up to half a minute later.
    AttemptWithBackoff.INITIAL_DELAY, AttemptWithBackoff.DELAY_BACKOFF = 0.25, 1.0
else:
    stop("DATABASE_URL: only postgres:// and sqlite:/// are served.")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Redis: REDIS_URL, or the Valkey that `make run` starts on a socket in DATA

REDIS_URLS = env_list("REDIS_URL", f"unix://{valkey_socket(DATA)}")
for url in REDIS_URLS:
    try:
        parse_url(url)
    except ValueError:
        stop("REDIS_URL is malformed: it looks like redis://user:password@host:6379/0 or unix:///path.")

# Realtime (the counterparts of REVERB_APP_ID, _KEY and _SECRET, and the limits)

REALTIME_APP_ID = env_required("REALTIME_APP_ID")
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "realtime.layer.StreamChannelLayer",
        "CONFIG": {
            # Two installations may share a Redis, and pub/sub knows no database numbers.
            "prefix": f"hospital-{REALTIME_APP_ID}",
            "hosts": [{"address": url, "socket_connect_timeout": 1, "socket_timeout": 2} for url in REDIS_URLS],
        },
    }
}
REALTIME_APP_KEY = env_required("REALTIME_APP_KEY")
REALTIME_APP_SECRET = env_required("REALTIME_APP_SECRET")
REALTIME_ALLOWED_ORIGINS = env_list("REALTIME_ALLOWED_ORIGINS")
for origin in REALTIME_ALLOWED_ORIGINS:
    try:
        parts = urlsplit(origin)
        is_origin = bool(parts.netloc) and origin == f"{parts.scheme}://{parts.netloc}"
    except ValueError:
        is_origin = False
    if not is_origin:
        stop("REALTIME_ALLOWED_ORIGINS: each must be a full origin such as https://desk.example.org.")
METRICS_TOKEN = env("METRICS_TOKEN")
REALTIME_SEEN = DATA / "seen.json"  # the newest event seen; outside the database, to detect that it was restored
EVENTS_KEPT_HOURS = env_int("EVENTS_KEPT_HOURS", 48, most=8_760)
REALTIME_MAX_SOCKETS = env_int("REALTIME_MAX_SOCKETS", 10_000, most=1_000_000)
REALTIME_MAX_SOCKETS_PER_USER = env_int("REALTIME_MAX_SOCKETS_PER_USER", 1_000, most=1_000_000)
REALTIME_MAX_SOCKETS_PER_ADDRESS = env_int("REALTIME_MAX_SOCKETS_PER_ADDRESS", 1_000, most=1_000_000)
REALTIME_MAX_SOCKETS_WITHOUT_RIGHTS = env_int("REALTIME_MAX_SOCKETS_WITHOUT_RIGHTS", 100, most=1_000_000)
REALTIME_MAX_CHANNELS = env_int("REALTIME_MAX_CHANNELS", 100, most=10_000)
REALTIME_MAX_FRAMES_AT_ONCE = env_int("REALTIME_MAX_FRAMES_AT_ONCE", 200, most=1_000_000)
REALTIME_MAX_FRAMES_PER_SECOND = env_int("REALTIME_MAX_FRAMES_PER_SECOND", 20, most=1_000_000)
REALTIME_MAX_PINGS_PER_SECOND = env_int("REALTIME_MAX_PINGS_PER_SECOND", 100, most=1_000_000)
REALTIME_MAX_MESSAGE_BYTES = env_int(
    "REALTIME_MAX_MESSAGE_BYTES", 10_000, most=100_000
)  # below hospital.server.MAX_FRAME_BYTES

# Limits of requests, per server process: at once, and per second after that

LIMITS = {
    "user": env_rate("LIMIT_PER_USER", "1000,50"),
    "search": env_rate("LIMIT_SEARCHES", "200,10"),  # of one user
    "address": env_rate("LIMIT_PER_ADDRESS", "10000,500"),
    "anonymous": env_rate("LIMIT_ANONYMOUS", "400,20"),  # of one address
    "wrong_codes": (30, 0.2),  # of one address: patients' pages that do not exist, or of another day
    "export": (20, 1 / 60),  # of one user: each reads up to a hundred thousand rows
    "schema": (10, 0.2),  # writing the API's description takes a second of a processor
}

CREDENTIAL_PATHS = ("/t/",)  # of patients' own pages, whose wrong codes have a limit of their own
CREDENTIAL_COOKIES = {"sessionid", "board"}  # of users and wall boards: they count as `address`, not as `anonymous`

# Booking

HOLD_SECONDS = env_int("HOLD_SECONDS", 120, most=3_600)

# Accounts

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
AUTHENTICATION_BACKENDS = ["accounts.backend.PasswordBackend"]
PASSWORD_HASHERS = [
    "accounts.hashing.OneCoreArgon2Hasher",
    # Hashes of earlier versions; each is replaced at its user's next sign-in.
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
SESSION_HOURS = env_int("SESSION_HOURS", 12, most=720)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600  # seconds
IDLE_MINUTES = env_int("IDLE_MINUTES", 15, most=1_440, least=0)
DEMO = env_bool("DEMO", default=False)  # whether other machines may sign in with the demo's public password
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # seconds; the manager hands the link over in person
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Audit

AUDIT_KEPT_DAYS = env_int("AUDIT_KEPT_DAYS", 3_650, most=36_500)
AUDIT_ANCHOR = DATA / "audit.json"  # the newest record's number and hash, outside the database
# Sign-in: second factors, lists of sessions and single sign-on, by django-allauth (docs/decisions/0012)

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # there is no sign-up; allauth's checks ask for it
ACCOUNT_EMAIL_VERIFICATION = "none"
# Wrong codes of a second factor, per user. Passwords have a throttle of their own.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/15m/key", "reauthenticate": "20/15m/user"}
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_FORMS = {"activate_totp": "accounts.forms.ActivateTOTPForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # periods of 30 s before and after: clocks differ, and people type
MFA_REQUIRED_ROLES = [role for role in env_list("MFA_REQUIRED_ROLES", "manager,admin") if role != "none"]
if unknown := set(MFA_REQUIRED_ROLES) - set(ROLES):
    stop(f"MFA_REQUIRED_ROLES: {min(unknown)!r} is no role; there are {', '.join(ROLES)}, or none.")
OIDC_ISSUER = env("OIDC_ISSUER")
OIDC_CLIENT_ID = env("OIDC_CLIENT_ID")
OIDC_GROUPS = env_pairs("OIDC_GROUPS")
OIDC_LINK_EXISTING = env_bool("OIDC_LINK_EXISTING", default=False)
PASSWORDS = env_bool("PASSWORDS", default=True)
if not (PASSWORDS or OIDC_ISSUER):
    stop("PASSWORDS: without OIDC_ISSUER, off would leave no way to sign in.")
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"] if PASSWORDS else ["mfa"]
if OIDC_ISSUER:
    for name in ("OIDC_CLIENT_ID", "OIDC_GROUPS"):
        if not env(name):
            stop(f"{name} is not set, and OIDC_ISSUER needs it.")
    if urlsplit(OIDC_ISSUER).scheme != "https" and urlsplit(OIDC_ISSUER).hostname not in {"localhost", "127.0.0.1"}:
        stop(f"OIDC_ISSUER: {OIDC_ISSUER!r} does not begin with https://.")
    if unknown := set(OIDC_GROUPS.values()) - set(ROLES):
        stop(f"OIDC_GROUPS: {min(unknown)!r} is no role; there are {', '.join(ROLES)}.")
SOCIALACCOUNT_ADAPTER = "accounts.oidc.adapter.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "accounts.oidc.provider.OIDCProvider",
        "OAUTH_PKCE_ENABLED": True,
        "SCOPE": env("OIDC_SCOPE", "openid profile").split(),
        "APPS": [
            {
                "provider_id": OIDC_ISSUER,  # an account is known by this and the person's `sub`
                "name": "OIDC",
                "client_id": OIDC_CLIENT_ID,
                "secret": env("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}

# Codes of second factors and logout tokens that were used, known to every process

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        # Token first: where session authentication stands first, DRF answers 403 in place of 401.
        "accounts.authentication.ProgramTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["common.drf.Allowed"],
    "DEFAULT_THROTTLE_CLASSES": ["common.throttles.PerUser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "common.drf.LenientNegotiation",
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_PARSER_CLASSES": ["common.drf.BoundedJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "appointments.api.errors.answer",
    "NUM_PROXIES": 0,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Hospital calendar API",
    "DESCRIPTION": "Appointments, OPD visits, availability and the numbered realtime streams.",
    "VERSION": VERSION,
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "appointments.api.schema.list_refusals",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# Language and zone: one hospital, one language, one clock

LOCALE_PATHS = [Path(env("LOCALE_DIR", str(BASE_DIR / "locale")))]
LANGUAGE_CODE = env("LANGUAGE_CODE", "en-gb").lower()
LANGUAGES = [(LANGUAGE_CODE, language_name(LANGUAGE_CODE, LOCALE_PATHS[0]))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env("HOSPITAL_TIME_ZONE", "UTC")
if TIME_ZONE not in zoneinfo.available_timezones():
    stop("HOSPITAL_TIME_ZONE: the value is no time zone, as Asia/Kolkata would be.")
HOSPITAL_NAME = env("HOSPITAL_NAME", "City Hospital")
PHONE_REGION = env("PHONE_REGION").upper()
if PHONE_REGION and PHONE_REGION not in SUPPORTED_REGIONS:
    stop("PHONE_REGION: the value is no country's code of two letters, as IN would be.")
NAME_PARTS = env_bool("NAME_PARTS", default=False)

# Static files, bundled by `npm run build` and collected by `make build`

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static" / "dist"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if (STATIC_ROOT / "staticfiles.json").exists() or env_bool("COLLECTING_STATIC", default=False)
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}
# File names with a hash of the content: Django's 12 hexadecimal digits, or esbuild's 8 capitals and digits.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+[.-]([0-9a-f]{12}|[0-9A-Z]{8})\..+$"

SILENCED_SYSTEM_CHECKS = [
    # X-Frame-Options, X-Content-Type-Options and Referrer-Policy: hospital/security_headers.py sends them.
    "security.W002",
    "security.W006",
    "security.W022",
    # The demo on http://127.0.0.1 needs plain cookies; hospital.middleware.secure_cookies adds Secure under https.
    "security.W012",
    "security.W016",
    # TLS and its redirect belong to the proxy in front.
    "security.W008",
    # What HSTS says of subdomains, and the browsers' preload list, concern more than this service.
    "security.W005",
    "security.W021",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "once_per_minute": {"()": "hospital.log_filters.OncePerMinute"},
        "without_traceback": {"()": "hospital.log_filters.WithoutTracebackOfUnavailable"},
        "without_query": {"()": "hospital.log_filters.WithoutQuery"},
    },
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR", "filters": ["without_traceback"]},
        "uvicorn.error": {"filters": ["once_per_minute"]},
        "uvicorn.access": {"filters": ["without_query"]},
        # Answered with 400 and 413: a wrong Host or a huge form is an error of the client.
        "django.security": {"level": "CRITICAL"},
        # The pub/sub layer logs a traceback for every second without Redis; realtime logs one warning.
        "channels_redis": {"level": "CRITICAL"},
        # The pool logs every failed attempt to reach the database.
        "psycopg.pool": {"level": "ERROR"},
    },
}
