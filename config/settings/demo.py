"""Settings of the demo: this machine only, never debugging, role cards and printed passwords allowed."""

from config.settings import environment as env
from config.settings.base import *
from config.settings.base import MIDDLEWARE

GENDAN_DEMO = env.switch("GENDAN_DEMO")
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
# First of all: what comes through a proxy or for another host gets no further.
MIDDLEWARE = ["core.demo_guard.DemoGuard", *MIDDLEWARE]
