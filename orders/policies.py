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
    "request_change": SELLERS,
    "hold_order": SELLERS,
    "cancel_order": SELLERS,
    "short_close_order": SELLERS,
    "transfer_order": (SALES_MANAGER,),
    "share_order": SELLERS,
    "comment_order": (SALES, SALES_MANAGER, DIRECTOR, WAREHOUSE, FINANCE, BUYER, ADMIN),
    "import_order": (ADMIN,),
    "export_order": (SALES, SALES_MANAGER, DIRECTOR, FINANCE, AUDITOR),
    "pass_floor_price": (SALES_MANAGER, DIRECTOR),
    "set_price": (SALES, SALES_MANAGER, DIRECTOR),
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
may_request_change = Policy("orders.request_change", _("request order changes"), _responsible, YOURS)
may_handle_change = Policy(
    "orders.request_change", _("request order changes"), lambda user, change: _responsible(user, change.order), YOURS
)
may_hold = Policy("orders.hold_order", _("put orders on hold"), _responsible, YOURS)
may_cancel = Policy("orders.cancel_order", _("cancel orders"), _responsible, YOURS)
may_short_close = Policy("orders.short_close_order", _("close orders short"), _responsible, YOURS)
may_hand_over = Policy("orders.transfer_order", _("hand orders to a colleague"), _own_manager, YOURS)
may_share = Policy("orders.share_order", _("share orders with colleagues"), _responsible, YOURS)
may_comment = Policy("orders.comment_order", _("comment on orders"))
may_import = Policy("orders.import_order", _("import historical orders"))
may_export = Policy("orders.export_order", _("export orders"))
may_set_price = Policy("orders.set_price", _("set unit prices"))
may_pass_floor = Policy("orders.pass_floor_price", _("sell below the floor price"))

READERS = (*SELLERS, DIRECTOR, FINANCE, AUDITOR, ADMIN)
ROLE_GRANTS |= {
    "view_contract": READERS,
    "enter_contract": SELLERS,
    "activate_contract": (SALES_MANAGER, DIRECTOR),
    "view_quotation": READERS,
    "enter_quotation": SELLERS,
    "send_quotation": SELLERS,
    "view_requirement": READERS,
    "add_termsclause": (ADMIN,),
    "change_termsclause": (ADMIN,),
}

CUSTOMERS_OWN = _("The customer belongs to somebody else. Ask their salesperson or manager.")


def _looks_after(user: Any, paper: Any) -> bool:
    """Whoever wrote it, looks after its customer, manages them, or sees every customer."""
    customer = paper.customer
    if user.pk in (paper.owner_id, customer.owner_id) or user.has_perm("customers.see_all_customer"):
        return True
    return user.has_perm("customers.see_department_customer") and customer.department_id in user.department_tree


may_see_contracts = Policy("orders.view_contract", _("see contracts"))
may_write_contract = Policy("orders.enter_contract", _("enter contracts"), _looks_after, CUSTOMERS_OWN)
may_bind_contract = Policy(
    "orders.activate_contract", _("put contracts in force, change and end them"), _looks_after, CUSTOMERS_OWN
)
may_see_quotes = Policy("orders.view_quotation", _("see quotations"))
may_quote = Policy("orders.enter_quotation", _("enter quotations"), _looks_after, CUSTOMERS_OWN)
may_send_quote = Policy("orders.send_quotation", _("send quotations and note the answer"), _looks_after, CUSTOMERS_OWN)
may_see_requirements = Policy("orders.view_requirement", _("see requirement notes"))

ROLE_GRANTS["view_order"] = (*SELLERS, DIRECTOR, WAREHOUSE, FINANCE, BUYER, AUDITOR, ADMIN)
TEMPLATES = ("entrytemplate", "templateline")
KINDS = (
    "orderline",
    "orderrevision",
    "changerequest",
    "orderhold",
    "correction",
    "stagespan",
    "ordershare",
    "importbatch",
    "importedrow",
)
MORE_KINDS = ("contractline", "contractdocument", "quotationline", "termsclause", *TEMPLATES)
ROLE_GRANTS |= {f"{act}_{kind}": (ADMIN,) for act in ("add", "change") for kind in TEMPLATES}
ROLE_GRANTS |= {f"view_{kind}": (ADMIN, AUDITOR) for kind in (*KINDS, *MORE_KINDS)}
ROLE_GRANTS |= {f"{act}_discountlimit": (ADMIN,) for act in ("add", "change")}
ROLE_GRANTS["view_discountlimit"] = (ADMIN, AUDITOR, SALES_MANAGER, DIRECTOR)

# --- returns ----------------------------------------------------------------------------------

ROLE_GRANTS |= {
    "request_return": SELLERS,
    "resolve_return": SELLERS,
    "decide_return": (SALES_MANAGER, DIRECTOR),
    "photograph_return": (*SELLERS, WAREHOUSE),
    "view_return": ROLE_GRANTS["view_order"],
    "view_returnline": (ADMIN, AUDITOR),
    "view_returnphoto": (ADMIN, AUDITOR),
}
NOT_YOURS = _("Whoever owns the order or asked for the return does not decide on it.")


def _about_its_order(user: Any, returned: Any) -> bool:
    return _responsible(user, returned.order)


def _unconcerned(user: Any, returned: Any) -> bool:
    """No one decides on their own order."""
    return user.pk not in (returned.order.owner_id, returned.asked_by_id)


may_see_returns = Policy("orders.view_return", _("see returns"))
may_request_return = Policy("orders.request_return", _("ask for returns"), _responsible, YOURS)
may_add_return_photo = Policy("orders.photograph_return", _("add photos of returned goods"))
may_withdraw_return = Policy("orders.request_return", _("ask for returns"), _about_its_order, YOURS)
may_resolve_return = Policy("orders.resolve_return", _("settle returns as agreed"), _about_its_order, YOURS)
may_decide_return = Policy(
    "orders.decide_return", _("settle returns otherwise than agreed"), _unconcerned, NOT_YOURS
)

# --- after-sales cases ------------------------------------------------------------------------

ROLE_GRANTS |= {"view_case": READERS, "handle_case": SELLERS}


def _answers(user: Any, case: Any) -> bool:
    """Whoever owns the case, or looks after its customer."""
    return user.pk == case.owner_id or _looks_after(user, case)


may_see_cases = Policy("orders.view_case", _("see after-sales cases"))
may_handle_case = Policy("orders.handle_case", _("open, answer and close cases"), _answers, CUSTOMERS_OWN)
