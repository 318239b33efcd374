"""Settings of the test suite: its own embedded servers, quick passwords, letters kept in memory."""

from config.settings import environment as env
from config.settings.base import *
from config.settings.base import DATABASES, VAR_DIR
from core.devserver.addresses import address

EMBEDDED = address("test")
SECRET_KEY = "only-for-tests-and-known-to-everybody"
DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

if not env.text("DATABASE_URL"):
    DATABASES["default"]["HOST"] = str(EMBEDDED.sockets)
DATABASES["default"]["TEST"] = {"NAME": f"test_{env.text('GENDAN_TEST_DB', 'gendan')}"}
DATABASES["default"]["CONN_MAX_AGE"] = 0

# A nudge goes out on commit as in real life; where no broker answers, the bus lets the sweep find it.
CELERY_BROKER_URL = env.text("REDIS_URL") or EMBEDDED.broker_url
CELERY_TASK_ALWAYS_EAGER = False

# The stories are told in the source language; what reads Chinese asks for Chinese.
LANGUAGE_CODE = "en"

# Every test begins with the shipped calendar in hand (tests/conftest.py); what tells of its edits asks each time.
GENDAN_CALENDAR_SECONDS = 86_400

MEDIA_ROOT = VAR_DIR / "test-media"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
GENDAN_OUTBOX = str(VAR_DIR / "test-outbox")
AXES_ENABLED = False
WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = True

# Whole crawls come from one address; what tells of the limits sets its own.
GENDAN_LINK_LOOKS = GENDAN_LINK_GUESSES = GENDAN_API_CALLS = GENDAN_API_GUESSES = 1_000_000
