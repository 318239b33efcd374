"""The Celery application; its options live in the settings under CELERY_."""

import os

from celery import Celery
from celery.signals import beat_init, worker_init

DEFAULT = "config.settings.demo" if os.environ.get("GENDAN_DEMO") == "1" else "config.settings.base"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", DEFAULT)

app = Celery("gendan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def only_real_work(**_kwargs: object) -> None:
    """In production neither worker nor beat starts on a database that was made for a demonstration."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    from core.demo_guard import require_real_work

    if getattr(settings, "GENDAN_PRODUCTION", False):
        try:
            require_real_work()
        except ImproperlyConfigured as error:
            # Celery swallows every other exception of a listener and would start all the same.
            raise SystemExit(str(error)) from error
