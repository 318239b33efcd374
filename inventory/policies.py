"""Who may look at stock, book it, correct it, and set it aside."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.access import Policy
from core.roles import ADMIN, AUDITOR, BUYER, DIRECTOR, FINANCE, SALES, SALES_MANAGER, WAREHOUSE
from orders.models import Order

EVERYBODY = (SALES, SALES_MANAGER, DIRECTOR, WAREHOUSE, FINANCE, BUYER, AUDITOR, ADMIN)
BOOKS = (
    "stockmove", "reservation", "shortage", "stockcount", "stockcountline", "place", "warehouse", "lot", "binstock",
    "serial", "serialmove", "stockpace",
)  # fmt: skip
ROLE_GRANTS: dict[str, tuple[str, ...]] = {
    "view_stockitem": EVERYBODY,
    "receive_stock": (WAREHOUSE,),
    "count_stock": (WAREHOUSE, DIRECTOR),
    "transfer_stock": (WAREHOUSE,),
    "adjust_any_stock": (DIRECTOR,),
    "reserve_stock": (WAREHOUSE, SALES, SALES_MANAGER),
    "see_scarcity": (SALES_MANAGER, DIRECTOR, WAREHOUSE, BUYER, AUDITOR),
    "reallocate_stock": (SALES_MANAGER, DIRECTOR),
    "add_reorderrule": (BUYER, WAREHOUSE, ADMIN),
    "change_reorderrule": (BUYER, WAREHOUSE, ADMIN),
    "delete_reorderrule": (BUYER, ADMIN),
    "add_bin": (WAREHOUSE, ADMIN),
    "change_bin": (WAREHOUSE, ADMIN),
    **{f"view_{name}": (AUDITOR, ADMIN) for name in BOOKS},
    "view_reorderrule": (WAREHOUSE, BUYER, AUDITOR, ADMIN),
    "view_bin": (WAREHOUSE, AUDITOR, ADMIN),
    "view_expectedreceipt": (WAREHOUSE, BUYER, AUDITOR, ADMIN),
    "add_expectedreceipt": (WAREHOUSE, BUYER, ADMIN),
    "change_expectedreceipt": (WAREHOUSE, BUYER, ADMIN),
    "add_warehouse": (ADMIN,),
    "change_warehouse": (ADMIN,),
}


def _seen(user: Any, order: Order) -> bool:
    return Order.objects.visible_to(user).filter(pk=order.pk).exists()


may_see = Policy("inventory.view_stockitem", _("see stock"))
may_receive = Policy("inventory.receive_stock", _("book arrived goods"))
may_count = Policy("inventory.count_stock", _("correct stock by counting"))
may_transfer = Policy("inventory.transfer_stock", _("transfer stock"))
may_rule = Policy("inventory.change_reorderrule", _("say how much stock is kept"))
may_adjust_any = Policy("inventory.adjust_any_stock", _("correct stock above the limit"))
may_see_scarcity = Policy("inventory.see_scarcity", _("see who waits for scarce goods"))
may_reallocate = Policy("inventory.reallocate_stock", _("share out scarce goods otherwise"))
may_reserve = Policy(
    "inventory.reserve_stock", _("set stock aside for orders"), _seen, _("The order belongs to somebody else.")
)
