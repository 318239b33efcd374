"""Settings of the style page: the product's own, with invented pages and no database behind them."""

import copy
import os

from config.settings.test import *  # noqa: F403
from config.settings.test import BASE_DIR, MIDDLEWARE, TEMPLATES

ROOT_URLCONF = "tests.ui.style"
NAVIGATION = "tests.ui.style.NAVIGATION"
LANGUAGE_CODE = os.environ.get("STYLE_LANGUAGE", "zh-hans")
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
TEMPLATES = copy.deepcopy(TEMPLATES)
TEMPLATES[0]["DIRS"] = [BASE_DIR / "tests/ui/templates", *TEMPLATES[0]["DIRS"]]
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("core.")]
