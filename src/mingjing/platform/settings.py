"""Settings of one installation. Safe when nothing is set; every setting that opens something says so.

Environment (all optional):
  MINGJING_DATA          data folder (default ./var)
  MINGJING_RULES         folder of the rule files (default <repository>/rules)
  MINGJING_DATABASE_URL  postgresql://… (default: SQLite in the data folder)
  MINGJING_PORTAL_DATABASE_URL  the portal's own database (default: the same server, name + _portal)
  MINGJING_HOSTS         host names served, by comma (default: loopback names only)
  MINGJING_TLS           1 when every visitor comes over HTTPS
  MINGJING_PROXIES       addresses of reverse proxies whose forwarded headers count, by comma
  MINGJING_DEMO          1 marks every page as 演示 and keeps people signed in longer
  MINGJING_IDLE_MINUTES, MINGJING_SESSION_HOURS   limits of a session (default 15 and 10)
"""

import os
from pathlib import Path
from typing import Any

from mingjing.platform.database import databases
from mingjing.platform.keys import secret_text
from mingjing.platform.log import configuration


def _listed(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def _on(name: str) -> bool:
    return os.environ.get(name, "").lower() in ("1", "true", "yes", "on")


REPOSITORY = Path(__file__).resolve().parents[3]
MINGJING_DATA = Path(os.environ.get("MINGJING_DATA", "var")).resolve()
MINGJING_RULES = Path(os.environ.get("MINGJING_RULES", REPOSITORY / "rules")).resolve()
MINGJING_DEMO = _on("MINGJING_DEMO")
MINGJING_TLS = _on("MINGJING_TLS")
MINGJING_PROXIES = _listed("MINGJING_PROXIES")
MINGJING_IDLE_MINUTES = int(os.environ.get("MINGJING_IDLE_MINUTES", "240" if MINGJING_DEMO else "15"))
MINGJING_SESSION_HOURS = int(os.environ.get("MINGJING_SESSION_HOURS", "72" if MINGJING_DEMO else "10"))

DEBUG = False
SECRET_KEY = secret_text(MINGJING_DATA / "keys", "django-secret")
ALLOWED_HOSTS = _listed("MINGJING_HOSTS", "127.0.0.1,localhost,[::1]")

# Rooms with tables or pages. Order is the order of the template and command search.
ROOMS = ["platform", "registry", "journal", "casework", "recording", "publicity", "supervision", "desk", "portal"]

INSTALLED_APPS = [
    *(f"mingjing.{room}" for room in ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks_db",
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
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

AUTH_USER_MODEL = "registry.Person"

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
STATIC_URL = "static/"

LOGGING = configuration()
