"""Who may let a system act in their name."""

from django.utils.translation import gettext_lazy as _

from core.access import Policy
from core.roles import ADMIN, AUDITOR, DIRECTOR, SALES_MANAGER

ROLE_GRANTS = {
    "use_api": (SALES_MANAGER, DIRECTOR),
    "view_apikey": (ADMIN, AUDITOR),
}

may_use_api = Policy("api.use_api", _("use the API"))
