"""Settings every purpose shares; a developer runs on these."""

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.schedule import SCHEDULE
from config.settings import environment as env
from core.devserver.addresses import PROJECT, address, var_dir

BASE_DIR = PROJECT
VAR_DIR = var_dir()
EMBEDDED = address("demo")

# --- The company -----------------------------------------------------------------------------
GENDAN_COMPANY_NAME = env.text("GENDAN_COMPANY_NAME", "Gendan")
GENDAN_COMPANY_TAX_NUMBER = env.text("GENDAN_COMPANY_TAX_NUMBER")
GENDAN_COMPANY_ADDRESS = env.text("GENDAN_COMPANY_ADDRESS")
GENDAN_COMPANY_BANK = env.text("GENDAN_COMPANY_BANK")
GENDAN_PUBLIC_URL = env.text("GENDAN_PUBLIC_URL", "http://localhost:8000").rstrip("/")
GENDAN_CURRENCY = env.text("GENDAN_CURRENCY", "CNY")
GENDAN_AUTO_CONFIRM = env.switch("GENDAN_AUTO_CONFIRM", True)
# How many days after delivery goods usually come back; later, somebody has to agree.
GENDAN_RETURN_DAYS = env.number("GENDAN_RETURN_DAYS", 30)
# Whether customers may say through their link that goods are to come back.
GENDAN_RETURNS_BY_LINK = env.switch("GENDAN_RETURNS_BY_LINK")
# How many days after acceptance a customer is called; 0 means never.
GENDAN_FOLLOW_UP_DAYS = env.number("GENDAN_FOLLOW_UP_DAYS", 0)
# The moment from which stock is set aside for an order.
GENDAN_LIMIT_WITHOUT_ASKING = env.number("GENDAN_LIMIT_WITHOUT_ASKING", 500_000)
GENDAN_RESERVE_AT = env.choice("GENDAN_RESERVE_AT", "confirmation", "approval")
# Corrections of stock worth more than this at cost need a bigger right; lines that differ by more are counted twice.
GENDAN_CORRECTION_LIMIT = env.number("GENDAN_CORRECTION_LIMIT", 5000)
GENDAN_RECOUNT_ABOVE = env.number("GENDAN_RECOUNT_ABOVE", 500)
GENDAN_SOFT_HOLD_MINUTES = env.number("GENDAN_SOFT_HOLD_MINUTES", 15)
# How long a process may go on with a calendar that another one has edited.
GENDAN_CALENDAR_SECONDS = env.number("GENDAN_CALENDAR_SECONDS", 30)
# What one caller may ask of customers' links in a minute, and how often it may ask for one that opens nothing.
GENDAN_LINK_LOOKS = env.number("GENDAN_LINK_LOOKS", 60)
GENDAN_LINK_GUESSES = env.number("GENDAN_LINK_GUESSES", 20)
# Deciding by the link in a message: how many working days it opens, and the amount in the company's own currency
# above which the person's PIN is asked as well. It holds at once for every link, whatever policy asked.
GENDAN_TASK_LINK_DAYS = env.number("GENDAN_TASK_LINK_DAYS", 3)
GENDAN_LINK_PIN_ABOVE = env.amount("GENDAN_LINK_PIN_ABOVE", "50000")
# What one key may ask of the API in a minute, and how often a caller may come with one that opens nothing.
GENDAN_API_CALLS = env.number("GENDAN_API_CALLS", 300)
GENDAN_API_GUESSES = env.number("GENDAN_API_GUESSES", 20)
GENDAN_DEMO = False

# --- Django ----------------------------------------------------------------------------------
SECRET_KEY = env.secret_key(VAR_DIR)
DEBUG = env.switch("GENDAN_DEBUG")
ALLOWED_HOSTS = env.words("GENDAN_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("GENDAN_TRUSTED_ORIGINS")
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

OWN_APPS = [
    "core",
    "notifications",
    "catalog",
    "customers",
    "orders",
    "approvals",
    "inventory",
    "finance",
    "shipping",
    "reports",
    "portal",
    "api",
    "demo",
]
INSTALLED_APPS = [
    *OWN_APPS,
    "whitenoise.runserver_nostatic",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "guardian",
    "import_export",
    "django_htmx",
    "django_filters",
    "axes",
    "csp",
]
MIDDLEWARE = [
    "core.middleware.Discreet",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.PrivatePages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "core.context.page",
            ],
        },
    },
]

# Inputs and selects are drawn in Python, other controls by templates, which an app may bring.
FORM_RENDERER = "core.controls.Controls"

# --- The five tables, found as ROOT_URLCONF finds the URLs -------------------------------------
CHECKS = "config.checks.CHECKS"
QUOTE_CHECKS = "config.checks.QUOTE_CHECKS"
RETURN_ROUTE = "config.checks.RETURN_ROUTE"
REACTIONS = "config.reactions.REACTIONS"
AVAILABLE = "inventory.services.free_to_type"
PANELS = "config.panels.PANELS"
JOINT = "config.panels.JOINT"
REMEDIES = "config.remedies.REMEDIES"
ENCLOSURES = "config.enclosures.ENCLOSURES"
CHANGE_PANELS = "config.panels.CHANGE_PANELS"
RETURN_PANELS = "config.panels.RETURN_PANELS"
CUSTOMER_PANELS = "config.panels.CUSTOMER_PANELS"
PRODUCT_PANELS = "config.panels.PRODUCT_PANELS"
ME_PANELS = "config.panels.ME_PANELS"
NAVIGATION = "config.navigation.NAVIGATION"

# --- Database: what is locked gives up soon, so that a person hears about it -------------------
DATABASES = {
    "default": env.database(env.text("DATABASE_URL") or f"postgres://postgres@/gendan?host={EMBEDDED.sockets}")
}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["OPTIONS"] |= {
    "application_name": "gendan",
    "connect_timeout": "5",
    "options": " ".join(
        [
            "-c lock_timeout=3s",
            f"-c statement_timeout={env.text('GENDAN_STATEMENT_TIMEOUT', '60s')}",
            "-c idle_in_transaction_session_timeout=60s",
            "-c client_connection_check_interval=500ms",
        ]
    ),
}

# --- Broker: only a messenger; sign-in, orders and approvals work without it -------------------
CELERY_BROKER_URL = env.text("REDIS_URL") or EMBEDDED.broker_url
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 1,
    "socket_timeout": 3,
    # A nudge that cannot be sent fails at once; the sweep finds its delivery a minute later.
    "max_retries": 0,
    "interval_start": 0,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BEAT_SCHEDULE = SCHEDULE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")

# --- People ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "core.backends.RoleBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ANONYMOUS_USER_NAME = None
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
# Its pages speak no Chinese; who is locked out waits the time above.
AXES_ENABLE_ADMIN = False
AXES_CLIENT_IP_CALLABLE = "core.middleware.client_ip"
GENDAN_BEHIND_PROXY = env.switch("GENDAN_BEHIND_PROXY")

# --- Sessions, headers -------------------------------------------------------------------------
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Language and time -------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- Files -------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# What bin/setup.py lays out of the packages: the reader of camera pictures.
READER_DIR = VAR_DIR / "reader"
STATICFILES_DIRS = [BASE_DIR / "static", *([("reader", READER_DIR)] if READER_DIR.is_dir() else [])]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = VAR_DIR / "media"
PDF_FONT_DIR = VAR_DIR / "fonts"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- E-mail: a file on this machine until a server is named --------------------------------------
EMAIL_HOST = env.text("GENDAN_SMTP_HOST")
EMAIL_PORT = env.number("GENDAN_SMTP_PORT", 587)
EMAIL_HOST_USER = env.text("GENDAN_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("GENDAN_SMTP_PASSWORD")
EMAIL_USE_TLS = env.switch("GENDAN_SMTP_TLS", True)
EMAIL_TIMEOUT = 10
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
DEFAULT_FROM_EMAIL = env.text("GENDAN_FROM_EMAIL", "gendan@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Text messages and chat robots: files on this machine until a service is named ---------------
# Plain http is for trying things out with a service on this very machine.
GENDAN_HTTP_LOOPBACK = env.switch("GENDAN_HTTP_LOOPBACK")
GENDAN_SMS_URL = env.outside("GENDAN_SMS_URL", loopback=GENDAN_HTTP_LOOPBACK)
GENDAN_SMS_TOKEN = env.text("GENDAN_SMS_TOKEN")
GENDAN_CHAT_ROBOTS = env.robots("GENDAN_CHAT_ROBOTS", loopback=GENDAN_HTTP_LOOPBACK)
GENDAN_OUTBOX = str(VAR_DIR / "outbox")

# --- Logs --------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "core.logs.JsonLines"},
    },
    "filters": {"tokens": {"()": "core.logs.WithoutTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["tokens"]}},
    "root": {"handlers": ["console"], "level": env.text("GENDAN_LOG_LEVEL", "INFO")},
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
