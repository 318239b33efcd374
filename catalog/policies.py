"""Who may look at what in the catalog."""

from django.utils.translation import gettext_lazy as _

from core.access import Policy
from core.roles import ADMIN, AUDITOR, BUYER, DIRECTOR, FINANCE, SALES, SALES_MANAGER, WAREHOUSE

ROLE_GRANTS = {
    "view_product": (SALES, SALES_MANAGER, DIRECTOR, WAREHOUSE, FINANCE, BUYER, AUDITOR, ADMIN),
    "see_cost": (SALES_MANAGER, DIRECTOR, FINANCE, BUYER),
}
KINDS = ("product", "category", "unit", "pricelist", "price", "productunit", "exchangerate")
ROLE_GRANTS |= {f"{act}_{kind}": (ADMIN,) for act in ("add", "change") for kind in KINDS}
ROLE_GRANTS |= {f"view_{kind}": (ADMIN, AUDITOR) for kind in KINDS[1:]}
ROLE_GRANTS |= {f"{act}_exchangerate": (FINANCE, ADMIN) for act in ("add", "change")}
ROLE_GRANTS["view_exchangerate"] = (FINANCE, AUDITOR, ADMIN)
ROLE_GRANTS["set_price_directly"] = (ADMIN,)
ROLE_GRANTS["propose_prices"] = (SALES_MANAGER, DIRECTOR)
ROLE_GRANTS["view_pricechangeline"] = (AUDITOR, ADMIN)
ROLE_GRANTS["view_pricechange"] = (SALES_MANAGER, DIRECTOR, FINANCE, AUDITOR, ADMIN)

may_see = Policy("catalog.view_product", _("see products"))
may_see_changes = Policy("catalog.view_pricechange", _("see price changes"))
may_propose = Policy("catalog.propose_prices", _("propose price changes"))
may_set_directly = Policy("catalog.set_price_directly", _("set prices without asking"))
may_see_cost = Policy("catalog.see_cost", _("see cost and margin"))
