"""Who clears what blocks an order, by the heading of the finding, and on which page."""

from django.utils.translation import gettext_lazy as _

from core.remedy import Remedy
from core.roles import FINANCE, WAREHOUSE
from finance.policies import may_ask_release, may_book
from inventory.policies import may_receive

REMEDIES = {
    "credit": Remedy(
        FINANCE,
        _("Register a receipt"),
        "finance:new_payment",
        may_book,
        also=Remedy(FINANCE, _("Ask to release it"), "finance:ask_override", may_ask_release, of_order=True),
    ),
    "payment": Remedy(FINANCE, _("Register a receipt"), "finance:new_payment", may_book),
    "stock": Remedy(WAREHOUSE, _("Book arrived goods"), "inventory:receive", may_receive),
}
