"""Django settings, from the environment alone (dashboard.environment reads it).

A bad value stops the start with one line that names it (manage.py prints it).
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key
from environs import EnvError

from dashboard.environment import address, env, folder, log_level, seconds, whole

BASE_DIR = Path(__file__).resolve().parent.parent
BUMPBOARD_HOME = folder("BUMPBOARD_HOME", BASE_DIR / "var")
BUMPBOARD_CONFIG = Path(env.str("BUMPBOARD_CONFIG", str(BASE_DIR / "bumpboard.toml"))).resolve()

DEBUG = env.bool("DEBUG", False)
PORT = whole("PORT", 8000)
BUMPBOARD_URL = address("BUMPBOARD_URL", f"http://localhost:{PORT}")
_public = urlsplit(BUMPBOARD_URL)
_https = _public.scheme == "https"
IS_LOOPBACK = _public.hostname in {"localhost", "127.0.0.1", "::1"}


def _secret_key() -> str:
    """The key from the environment, else one made at the first start and kept beside the database."""
    if given := env.str("SECRET_KEY", ""):
        return given
    path = BUMPBOARD_HOME / "secret_key"
    try:
        if not path.exists():
            fresh = path.with_suffix(".new")
            fresh.touch(mode=0o600, exist_ok=True)
            fresh.write_text(get_random_secret_key())
            fresh.rename(path)
        return path.read_text().strip()
    except OSError as error:
        raise EnvError(
            f"BUMPBOARD_HOME={BUMPBOARD_HOME}: {path.name} cannot be kept there ({error.strerror}); "
            "name a folder to write to, or set SECRET_KEY."
        ) from error


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [h for h in {_public.hostname, "localhost", "127.0.0.1"} if h])
CSRF_TRUSTED_ORIGINS = [BUMPBOARD_URL] if _https else []
ROOT_URLCONF = "dashboard.urls"
WSGI_APPLICATION = "dashboard.wsgi.application"

INSTALLED_APPS = [
    "dashboard.apps.DashboardConfig",
    "bumps.apps.BumpsConfig",
    "workers.apps.WorkersConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    # Above all that may refuse a request: a refusal is a page too, and keeps the policy.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "dashboard.middleware.MethodPageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dashboard.middleware.PlainQueryMiddleware",
    "dashboard.middleware.ViewerTimeZoneMiddleware",
]
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
                "dashboard.context.site",
            ],
        },
    }
]

# IMMEDIATE takes SQLite's write lock when a transaction begins: two writers wait for each other in turn
# (busy timeout) instead of one failing at its first write.
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;",
}
DATABASES = {
    "default": env.dj_db_url("DATABASE_URL", f"sqlite:///{BUMPBOARD_HOME / 'bumpboard.sqlite3'}", conn_max_age=60)
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = _SQLITE_OPTIONS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# One Redis for the queue and for the cache. `manage.py up` sets it to the socket of the one it started.
REDIS_URL = address("REDIS_URL", f"unix://{BUMPBOARD_HOME / 'run' / 'redis.sock'}", ("redis", "rediss", "unix"))
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        # Every page reads the workers' heartbeat: a Redis that swallows packets must not hold it up.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}

# How often each remote is asked, how long a claim holds without a sign of life, how far back-off goes: seconds.
POLL_SECONDS = whole("POLL_SECONDS", 60)
SWEEP_SECONDS = seconds("SWEEP_SECONDS", 5.0)
LEASE_SECONDS = whole("LEASE_SECONDS", 45)
# Above the hard time limit of every task; a task of a killed worker comes back after this long at the latest.
VISIBILITY_TIMEOUT = whole("VISIBILITY_TIMEOUT", 3600, least=420)
BACKOFF_LIMIT_SECONDS = whole("BACKOFF_LIMIT_SECONDS", 900)
# How far back the first poll of a CI system looks.
CI_LOOK_BACK_DAYS = whole("CI_LOOK_BACK_DAYS", 14)
GITHUB_URL = address("GITHUB_URL", "https://github.com")
GITHUB_API_URL = address("GITHUB_API_URL", "https://api.github.com")
GITHUB_TOKEN = env.str("GITHUB_TOKEN", "")
GITHUB_WEBHOOK_SECRET = env.str("GITHUB_WEBHOOK_SECRET", "")
GITLAB_TOKEN = env.str("GITLAB_TOKEN", "")
GITLAB_URL = address("GITLAB_URL", "")
GITLAB_WEBHOOK_SECRET = env.str("GITLAB_WEBHOOK_SECRET", "")

LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "overview"
LOGOUT_REDIRECT_URL = "overview"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = BUMPBOARD_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "dashboard.finders.PlotlyFinder",
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = _https
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _https
if env.bool("BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Plain http is meant on loopback only; dashboard.checks warns of it anywhere else.
SILENCED_SYSTEM_CHECKS = [] if _https else [f"security.W0{n}" for n in ("04", "08", "12", "16")]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain"},
        "none": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": log_level("LOG_LEVEL", "INFO")},
    "loggers": {
        # A line per task every second would bury the ones that matter; JobRun rows tell what ran.
        **{name: {"level": "WARNING"} for name in ("celery.beat", "celery.app.trace", "celery.worker.strategy")},
        # Whoever scans the internet for hosts writes no traceback into the log.
        "django.security.DisallowedHost": {"handlers": ["none"], "propagate": False},
    },
}
