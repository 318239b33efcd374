"""Who may look at reports."""

from django.utils.translation import gettext_lazy as _

from core.access import Policy
from orders.policies import may_see as may_see_orders

may_see_reports = Policy(may_see_orders.right, _("see reports"))
