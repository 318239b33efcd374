"""Who may give a customer a link, and take it back."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.access import Policy
from core.roles import ADMIN, AUDITOR, SALES, SALES_MANAGER
from customers.models import Customer
from customers.policies import YOURS

ROLE_GRANTS = {
    "manage_orderlink": (SALES, SALES_MANAGER),
    "view_orderlink": (ADMIN, AUDITOR),
    "view_linkentry": (ADMIN, AUDITOR),
}


def _looks_after(user: Any, customer: Customer) -> bool:
    """The customer's salesperson, or whoever manages their department."""
    managed = user.has_perm("customers.see_department_customer") and customer.department_id in user.department_tree
    return customer.owner_id == user.pk or managed


LABEL = _("make and revoke customers' order links")
may_make_link = Policy("portal.manage_orderlink", LABEL, _looks_after, YOURS)
may_revoke_link = Policy(
    "portal.manage_orderlink", LABEL, lambda user, link: _looks_after(user, link.customer), YOURS
)
