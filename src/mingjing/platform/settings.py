"""Settings of one installation. Safe when nothing is set; every setting that opens something says so.

Environment (all optional):
  MINGJING_DATA          data folder (default ./var)
  MINGJING_RULES         folder of the rule files (default <repository>/rules)
  MINGJING_DATABASE_URL  postgresql://… (default: SQLite in the data folder)
  MINGJING_PORTAL_DATABASE_URL  the portal's own database (default: the same server, name + _portal)
  MINGJING_HOSTS         host names served, by comma (default: loopback names only)
  MINGJING_TLS           1 when every visitor comes over HTTPS
  MINGJING_PROXIES       addresses of reverse proxies whose forwarded headers count, by comma
  MINGJING_PLACE         the district whose name the pages carry
  MINGJING_DEMO          1 marks every page as 演示 and keeps people signed in longer
  MINGJING_IDLE_MINUTES, MINGJING_SESSION_HOURS   limits of a session (default 15 and 10)
  MINGJING_SECOND_FACTOR, MINGJING_PASSWORD_COMPOSITION, MINGJING_PASSWORD_DAYS   see passwords.py
  MINGJING_BODY_MB       largest upload in one request (default 64)
"""

import os
from pathlib import Path
from typing import Any

from mingjing.platform.database import databases
from mingjing.platform.keys import secret_text
from mingjing.platform.log import configuration


def _listed(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def _on(name: str, default: bool = False) -> bool:
    text = os.environ.get(name, "")
    return text.lower() in ("1", "true", "yes", "on") if text else default


REPOSITORY = Path(__file__).resolve().parents[3]
MINGJING_DATA = Path(os.environ.get("MINGJING_DATA", "var")).resolve()
MINGJING_RULES = Path(os.environ.get("MINGJING_RULES", REPOSITORY / "rules")).resolve()
MINGJING_DEMO = _on("MINGJING_DEMO")
MINGJING_PLACE = os.environ.get("MINGJING_PLACE", "青溪区" if MINGJING_DEMO else "")
MINGJING_TLS = _on("MINGJING_TLS")
MINGJING_PROXIES = _listed("MINGJING_PROXIES")
MINGJING_IDLE_MINUTES = int(os.environ.get("MINGJING_IDLE_MINUTES", "240" if MINGJING_DEMO else "15"))
MINGJING_SESSION_HOURS = int(os.environ.get("MINGJING_SESSION_HOURS", "72" if MINGJING_DEMO else "10"))

DEBUG = False
SECRET_KEY = secret_text(MINGJING_DATA / "keys", "django-secret")
ALLOWED_HOSTS = _listed("MINGJING_HOSTS", "127.0.0.1,localhost,[::1]")

# Rooms with tables or pages. Order is the order of the template and command search.
ROOMS = [
    "platform",
    "registry",
    "journal",
    "casework",
    "recording",
    "publicity",
    "supervision",
    "desk",
    "portal",
]

INSTALLED_APPS = [
    *(f"mingjing.{room}" for room in ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

ROOT_URLCONF = "mingjing.platform.urls"
WSGI_APPLICATION = "mingjing.platform.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES: dict[str, dict[str, Any]] = databases(
    MINGJING_DATA,
    os.environ.get("MINGJING_DATABASE_URL", ""),
    os.environ.get("MINGJING_PORTAL_DATABASE_URL", ""),
)
DATABASE_ROUTERS = ["mingjing.platform.database.PortalRouter"]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

MIDDLEWARE = [
    "mingjing.platform.headers.Headers",
    "mingjing.platform.proxies.Proxies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mingjing.platform.limits.BodySize",
    "mingjing.platform.staff.Sessions",
    "django.middleware.common.CommonMiddleware",
    "mingjing.platform.staff.Forms",
    "mingjing.platform.staff.People",
    "allauth.account.middleware.AccountMiddleware",
    "mingjing.platform.session_limits.SessionLimits",
    "mingjing.platform.staff.Messages",
    "mingjing.platform.access.Gate",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "mingjing.platform.frame.frame",
                "mingjing.platform.frame.messages",
            ]
        },
    }
]

# Files: hashed names, served compressed from memory's list; nothing is looked for at run time.
STATIC_URL = "/static/"
STATIC_ROOT = Path(__file__).parent / "static"
WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+-[A-Z0-9]{8}\.(css|js)$"

# Bodies
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
MINGJING_BODY_MB = int(os.environ.get("MINGJING_BODY_MB", "64"))
MINGJING_CSP_REPORT = "/csp-report/"

# Sign-in
AUTH_USER_MODEL = "registry.Person"
AUTHENTICATION_BACKENDS = ["mingjing.platform.accounts.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "mingjing.platform.passwords.Length"},
    {"NAME": "mingjing.platform.passwords.Common"},
    {"NAME": "mingjing.platform.passwords.Guessable"},
    {"NAME": "mingjing.platform.passwords.Composition"},
]
# Second factor and regular change are asked of everyone, but not of the invented people of a demo.
MINGJING_SECOND_FACTOR = _on("MINGJING_SECOND_FACTOR", not MINGJING_DEMO)
MINGJING_PASSWORD_COMPOSITION = _on("MINGJING_PASSWORD_COMPOSITION", True)
MINGJING_PASSWORD_DAYS = int(os.environ.get("MINGJING_PASSWORD_DAYS", "0" if MINGJING_DEMO else "90"))

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_ADAPTER = "mingjing.platform.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this session goes on, all others end with the old password
MFA_ADAPTER = "mingjing.platform.second_factor.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# A used code is remembered for one period, so a wider window would let it be used twice.
MFA_TOTP_TOLERANCE = 0
MFA_RECOVERY_CODES_SHOW_ONCE = True

# Sessions and forms
SESSION_COOKIE_NAME = "__Host-mingjing" if MINGJING_TLS else "mingjing"
SESSION_COOKIE_SECURE = MINGJING_TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = MINGJING_SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_COOKIE_NAME = "__Host-mingjing-form" if MINGJING_TLS else "mingjing-form"
CSRF_COOKIE_SECURE = MINGJING_TLS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "mingjing.platform.errors.csrf_failed"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if MINGJING_TLS else []

# Transport
SECURE_SSL_REDIRECT = MINGJING_TLS
SECURE_HSTS_SECONDS = 365 * 86400 if MINGJING_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if MINGJING_PROXIES else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Sub-domains and the preload list are not this program's to decide; framing is refused by our headers;
# the form tokens of Django are there under a name of ours (staff.Forms).
SILENCED_SYSTEM_CHECKS = ["security.W002", "security.W005", "security.W021", "security.W003"]

# Holds rate limits and used one-time codes: right for one process, which is what `mingjing serve` runs.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20000},
    }
}
LOGGING = configuration()
