"""The door for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

DEFAULT = "config.settings.demo" if os.environ.get("GENDAN_DEMO") == "1" else "config.settings.base"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", DEFAULT)

application = get_wsgi_application()
