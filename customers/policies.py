"""Who may do what to a customer."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.access import Policy
from core.roles import ADMIN, AUDITOR, BUYER, DIRECTOR, FINANCE, SALES, SALES_MANAGER, WAREHOUSE
from customers.models import Customer, CustomerShare

EVERYBODY = (SALES, SALES_MANAGER, DIRECTOR, WAREHOUSE, FINANCE, BUYER, AUDITOR, ADMIN)
ROLE_GRANTS = {
    "view_customer": EVERYBODY,
    "see_all_customer": (DIRECTOR, WAREHOUSE, FINANCE, BUYER, AUDITOR, ADMIN),
    "see_department_customer": (SALES_MANAGER,),
    "enter_customer": (SALES, SALES_MANAGER, ADMIN),
    "edit_customer": (SALES, SALES_MANAGER, ADMIN),
    "share_customer": (SALES, SALES_MANAGER),
    "see_phone": (SALES, SALES_MANAGER, DIRECTOR, WAREHOUSE, FINANCE),
}
KINDS = ("customer", "contact", "address", "paymentterm", "customerpart", "tierpricelist", "customershare")
ROLE_GRANTS |= {f"{act}_{kind}": (ADMIN,) for act in ("add", "change") for kind in KINDS[:-1]}
ROLE_GRANTS |= {f"view_{kind}": (ADMIN, AUDITOR) for kind in KINDS[1:]}

YOURS = _("The customer belongs to somebody else. Ask their salesperson or manager.")


def _responsible(user: Any, customer: Customer) -> bool:
    if customer.owner_id == user.pk or user.has_perm("customers.see_all_customer"):
        return True
    if user.has_perm("customers.see_department_customer") and customer.department_id in user.department_tree:
        return True
    return Customer.objects.filter(CustomerShare.given_to(user.pk, right="change"), pk=customer.pk).exists()


may_see = Policy("customers.view_customer", _("see customers"))
may_enter = Policy("customers.enter_customer", _("enter customers"))
may_edit = Policy("customers.edit_customer", _("edit customers"), _responsible, YOURS)
may_share = Policy("customers.share_customer", _("share customers with colleagues"), _responsible, YOURS)
may_see_phone = Policy("customers.see_phone", _("see phone numbers in full"))
