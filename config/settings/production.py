"""Settings for real work: everything secret comes from the environment, everything travels by TLS."""

from django.core.exceptions import ImproperlyConfigured

from config.settings import environment as env
from config.settings.base import *
from config.settings.base import GENDAN_BEHIND_PROXY, LOGGING, MIDDLEWARE, STORAGES

for name in ("GENDAN_SECRET_KEY", "GENDAN_ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"):
    if not env.text(name):
        raise ImproperlyConfigured(f"{name} must be set in production.")
if env.switch("GENDAN_DEMO"):
    raise ImproperlyConfigured("GENDAN_DEMO must not be set in production.")

GENDAN_PRODUCTION = True
# A text message nobody carries must not look as if it was sent.
GENDAN_OUTBOX = ""
MIDDLEWARE = ["core.demo_guard.RealWorkOnly", *MIDDLEWARE]
DEBUG = False
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = env.switch("GENDAN_SSL_REDIRECT", True)
# The machine's own health checks speak plain HTTP inside the network.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.number("GENDAN_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# Only where a proxy in front always sets the header itself; a client could send it otherwise.
if GENDAN_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

WHITENOISE_USE_FINDERS = False
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "core.storage.HashedFiles"}}
LOGGING = LOGGING | {
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["tokens"]}}
}
