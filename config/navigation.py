"""The menu, each item with its policy."""

from django.utils.translation import gettext_lazy as _

from core.access import SIGNED_IN
from core.navigation import NavItem
from reports.policies import may_see_reports

WORK, TRADE, MONEY, INSIGHT = _("Work"), _("Trade"), _("Money"), _("Insight")

NAVIGATION = (
    NavItem(_("Today"), "home", WORK, SIGNED_IN, icon="home", phone=True),
    NavItem(_("Report"), "reports:live", INSIGHT, may_see_reports, icon="report"),
)
