"""Who clears what blocks an order, by the heading of the finding, and on which page."""

from django.utils.translation import gettext_lazy as _

from core.remedy import Remedy
from core.roles import FINANCE, WAREHOUSE
from finance.panels import may_ask_now
from finance.policies import may_book
from inventory.policies import may_receive

REMEDIES = {
    "credit": Remedy(
        FINANCE,
        _("Register a receipt"),
        "finance:new_payment",
        may_book,
        also=Remedy(FINANCE, _("Ask to release it"), "finance:ask_override", may_ask_now, of_order=True),
    ),
    "payment": Remedy(FINANCE, _("Register a receipt"), "finance:new_payment", may_book),
    "stock": Remedy(WAREHOUSE, _("Book arrived goods"), "inventory:receive", may_receive),
}
