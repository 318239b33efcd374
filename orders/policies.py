"""Who may do what to an order."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.access import Policy
from core.roles import ADMIN, AUDITOR, BUYER, DIRECTOR, FINANCE, SALES, SALES_MANAGER, WAREHOUSE
from orders.models import Order, OrderShare

SELLERS = (SALES, SALES_MANAGER)
ROLE_GRANTS = {
    "see_all_order": (DIRECTOR, WAREHOUSE, FINANCE, BUYER, AUDITOR, ADMIN),
    "see_department_order": (SALES_MANAGER,),
    "enter_order": SELLERS,
    "submit_order": SELLERS,
    "recall_order": SELLERS,
    "confirm_order": SELLERS,
    "cancel_order": SELLERS,
    "short_close_order": SELLERS,
    "transfer_order": (SALES_MANAGER,),
    "share_order": SELLERS,
    "comment_order": (SALES, SALES_MANAGER, DIRECTOR, WAREHOUSE, FINANCE, BUYER, ADMIN),
    "import_order": (ADMIN,),
    "export_order": (SALES, SALES_MANAGER, DIRECTOR, FINANCE, AUDITOR),
    "pass_floor_price": (SALES_MANAGER, DIRECTOR),
}

YOURS = _("The order belongs to somebody else. Ask its owner or their manager.")


def _responsible(user: Any, order: Order) -> bool:
    """The owner, whoever sees the owner's department as its manager, or holds an edit share."""
    if order.owner_id == user.pk:
        return True
    if user.has_perm("orders.see_department_order") and order.department_id in user.department_tree:
        return True
    return Order.objects.filter(OrderShare.given_to(user.pk, right="change"), pk=order.pk).exists()


def _own_manager(user: Any, order: Order) -> bool:
    return order.owner_id == user.pk or order.department_id in user.department_tree


may_see = Policy("orders.view_order", _("see orders"))
may_enter = Policy("orders.enter_order", _("enter orders"), _responsible, YOURS)
may_submit = Policy("orders.submit_order", _("submit orders"), _responsible, YOURS)
may_recall = Policy("orders.recall_order", _("recall orders"), _responsible, YOURS)
may_confirm = Policy("orders.confirm_order", _("confirm orders"), _responsible, YOURS)
may_cancel = Policy("orders.cancel_order", _("cancel orders"), _responsible, YOURS)
may_short_close = Policy("orders.short_close_order", _("close orders short"), _responsible, YOURS)
may_hand_over = Policy("orders.transfer_order", _("hand orders to a colleague"), _own_manager, YOURS)
may_share = Policy("orders.share_order", _("share orders with colleagues"), _responsible, YOURS)
may_comment = Policy("orders.comment_order", _("comment on orders"))
may_import = Policy("orders.import_order", _("import historical orders"))
may_export = Policy("orders.export_order", _("export orders"))
may_pass_floor = Policy("orders.pass_floor_price", _("sell below the floor price"))

ROLE_GRANTS["view_order"] = (*SELLERS, DIRECTOR, WAREHOUSE, FINANCE, BUYER, AUDITOR, ADMIN)
TEMPLATES = ("entrytemplate", "templateline")
KINDS = (*TEMPLATES, "orderline", "orderrevision", "stagespan", "ordershare", "importbatch", "importedrow")
ROLE_GRANTS |= {f"{act}_{kind}": (ADMIN,) for act in ("add", "change") for kind in TEMPLATES}
ROLE_GRANTS |= {f"view_{kind}": (ADMIN, AUDITOR) for kind in KINDS}
