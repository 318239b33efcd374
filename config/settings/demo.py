"""Settings of the demo: this machine only, never debugging, role cards and printed passwords allowed."""

from config.settings.base import *
from config.settings.base import INSTALLED_APPS, MIDDLEWARE

GENDAN_DEMO = True
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
INSTALLED_APPS = [*INSTALLED_APPS]
# First of all: what comes through a proxy or for another host gets no further.
MIDDLEWARE = ["core.demo_guard.DemoGuard", *MIDDLEWARE]
