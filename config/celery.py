"""The Celery application; its options live in the settings under CELERY_."""

import os

from celery import Celery

DEFAULT = "config.settings.demo" if os.environ.get("GENDAN_DEMO") == "1" else "config.settings.base"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", DEFAULT)

app = Celery("gendan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
