"""Who looks after people, departments and the house's own rows."""

from django.utils.translation import gettext_lazy as _

from core.access import Policy
from core.roles import ADMIN, AUDITOR

ROLE_GRANTS = {
    "view_user": (ADMIN, AUDITOR),
    "add_user": (ADMIN,),
    "change_user": (ADMIN,),
    "view_department": (ADMIN, AUDITOR),
    "add_department": (ADMIN,),
    "change_department": (ADMIN,),
    "view_event": (ADMIN, AUDITOR),
    "view_anchor": (ADMIN, AUDITOR),
    "view_delivery": (ADMIN, AUDITOR),
    "change_delivery": (ADMIN,),
    "view_comment": (ADMIN, AUDITOR),
    "view_savedview": (ADMIN,),
    "change_savedview": (ADMIN,),
    "delete_savedview": (ADMIN,),
    "view_numberrule": (ADMIN, AUDITOR),
    "add_numberrule": (ADMIN,),
    "change_numberrule": (ADMIN,),
    "view_notice": (ADMIN, AUDITOR),
    "view_oncekey": (ADMIN, AUDITOR),
    "view_pin": (ADMIN,),
    "view_installation": (ADMIN, AUDITOR),
    "view_companycalendar": (ADMIN, AUDITOR),
    "change_companycalendar": (ADMIN,),
}

may_edit_calendar = Policy("core.change_companycalendar", _("edit the company calendar"))
