"""The door for gunicorn."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import reverse
from django.utils import translation

DEFAULT = "config.settings.demo" if os.environ.get("GENDAN_DEMO") == "1" else "config.settings.base"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", DEFAULT)

application = get_wsgi_application()

# The addresses are read before the server forks, once for all workers; the first page need not wait for them.
for code, _name in settings.LANGUAGES:
    with translation.override(code):
        reverse("home")

if getattr(settings, "GENDAN_PRODUCTION", False):
    # Imported here because models can be read only after the application is there.
    from core.demo_guard import require_real_work

    require_real_work()

# The server forks after this; a connection must never be shared by its children.
connections.close_all()
# What is loaded by now stays for good: looked through for garbage again it would stop an answer for 80 ms.
gc.collect()
gc.freeze()
