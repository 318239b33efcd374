"""What the API shows on a person's own settings: their keys."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from api.models import ApiKey
from api.policies import may_use_api
from core import clock
from core.panel import Panel

LATEST = 30


def _keys(request: HttpRequest, user: Any) -> dict[str, Any]:
    rows = ApiKey.objects.visible_to(user).order_by("revoked_at", "-pk")
    return {"keys": rows[:LATEST], "now": clock.now()}


KEYS = Panel("api-keys", _("API keys"), "api/_keys.html", may_use_api, _keys)
