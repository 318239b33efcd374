"""What makes the scan page an app of its own: headers, manifest, worker, and the page it opens with."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import PUBLIC
from core.views.guard import Guarded
from orders.models import Return
from shipping.models import Shipment, Wave
from shipping.models.words import State, WaveState
from shipping.policies import may_receive, may_see

SHELL = (
    "css/tokens.css",
    "css/gendan.css",
    "icons/mark.svg",
    "icons/sprite.svg",
    "django_htmx/htmx-2.min.js",
    "js/page.js",
    "js/keys.js",
    "js/scan.js",
    "js/scan/camera.js",
    "js/scan/guess.js",
    "js/scan/keep.js",
    "js/scan/keys.js",
    "js/scan/queue.js",
    "js/scan/sound.js",
    "js/scan/store.js",
    "js/scan/view.js",
)
"""All a scan page is made of; the camera's reader is kept once it was needed."""
READER = ("ponyfill.js", "zxing-exported.js", "zxing_reader.wasm")
MOST_TASKS = 20


class ScanShell(Guarded):
    """A page on which a camera may look and its reader may run, which no other page of the house may."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response._csp_update = {"script-src": ["'wasm-unsafe-eval'"]}  # type: ignore[attr-defined]
        response["Permissions-Policy"] = "camera=(self)"
        return response


class ScanStart(ScanShell):
    """No task yet: scan anything, or go on with what is open."""

    policy = may_see

    def get(self, request: HttpRequest) -> HttpResponse:
        mine = Shipment.objects.visible_to(request.user).filter(state=State.PICKING, picker=request.user.pk)
        mine = mine.exclude(wave__state=WaveState.OPEN)
        coming = Return.objects.visible_to(request.user).expected().select_related("customer")
        context = {
            "waves": Wave.objects.visible_to(request.user).open().filter(picker=request.user.pk)[:MOST_TASKS],
            "picking": mine.select_related("order__customer").defer("order__search").order_by("pk")[:MOST_TASKS],
            "coming": coming[:MOST_TASKS] if may_receive(request.user) else coming.none(),
        }
        return render(request, "shipping/scan_start.html", context)


class Manifest(Guarded):
    """The scan pages as an app of their own on the home screen."""

    policy = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        start = reverse("shipping:scan_start")
        drawn = {"src": static("icons/scanner.svg"), "sizes": "any", "type": "image/svg+xml"}
        icons = [
            {"src": static(f"icons/scanner-{n}.png"), "sizes": f"{n}x{n}", "type": "image/png"} for n in (192, 512)
        ]
        told = {
            "id": start,
            "name": _("Gendan scanning"),
            "short_name": _("Scan"),
            "start_url": start,
            "scope": start,
            "display": "standalone",
            "orientation": "portrait",
            "background_color": "#FFFFFF",
            "theme_color": "#0B5D66",
            "icons": [*icons, drawn, icons[-1] | {"purpose": "maskable"}],
        }
        return JsonResponse(told, content_type="application/manifest+json")


class Worker(Guarded):
    """The script that keeps the scan pages, and nothing else, on the device."""

    policy = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        scope = reverse("shipping:scan_start")
        told = {
            "scope": scope,
            "version": version(),
            "shell": [static(name) for name in SHELL],
            "reader": [static(f"reader/{name}") for name in READER],
            "lost": _("This page is not on the device and there is no connection. Go back to a task that is open."),
        }
        script = f"const TOLD = {json.dumps(told)};\n{_content('js/scan/worker.js').decode()}"
        response = HttpResponse(script, content_type="text/javascript")
        response["Service-Worker-Allowed"] = scope
        response["Cache-Control"] = "no-cache"
        return response


def version() -> str:
    """Changes whenever a file of the shell does, so that no device keeps half of an old one."""
    return _digest() if not settings.DEBUG else _read()


@cache
def _digest() -> str:
    return _read()


def _read() -> str:
    digest = hashlib.sha256()
    for name in SHELL:
        digest.update(static(name).encode())
        digest.update(_content(name))
    return digest.hexdigest()[:12]


def _content(name: str) -> bytes:
    found = finders.find(name)
    if found:
        return Path(str(found)).read_bytes()
    with staticfiles_storage.open(name) as file:
        return bytes(file.read())
