"""Every address of the house: core's pages at the root, each app below its own name."""

from importlib.util import find_spec

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    # While the house is being built, an app answers from the day it has addresses.
    *[
        path("" if app == "core" else f"{app}/", include(f"{app}.urls"))
        for app in settings.OWN_APPS
        if find_spec(app) and find_spec(f"{app}.urls")
    ],
]
