"""The wiring of the house: settings, tables and entry points, and nothing that does work itself."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
