"""Who may look at reports."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.access import Policy
from orders.policies import may_see as may_see_orders
from shipping.policies import may_see as may_see_shipments

may_see_reports = Policy(may_see_orders.right, _("see reports"))
may_see_accuracy = Policy(may_see_shipments.right, _("see how exactly goods are picked and sent"))
may_trace = Policy(may_see_shipments.right, _("trace goods"))
may_see_approval_figures = Policy("approvals.see_figures_request", _("see how approvals go, by rule and person"))
may_see_compliance = Policy("approvals.see_all_request", _("see the compliance list"))


def _leads(user: Any, person: Any) -> bool:
    everybody = user.has_perm("approvals.make_all_delegation")
    return everybody or person.manager_id == user.pk or person.department_id in user.department_tree


HAND_OVER = _("hand over the work of a colleague who leaves")
may_hand_over_work = Policy(
    "approvals.hand_over_work", HAND_OVER, _leads, _("One hands over the work of one's own people.")
)
under_hand_over = Policy(may_hand_over_work.right, HAND_OVER)
"""The same right, once it is clear whose work it is: what they hold is not asked about one by one."""
