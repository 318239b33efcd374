"""Who may do what to a shipment."""

from django.utils.translation import gettext_lazy as _

from core.access import Policy
from core.roles import ADMIN, AUDITOR, BUYER, DIRECTOR, FINANCE, SALES, SALES_MANAGER, WAREHOUSE

ROLE_GRANTS = {
    "view_shipment": (SALES, SALES_MANAGER, DIRECTOR, WAREHOUSE, FINANCE, BUYER, AUDITOR, ADMIN),
    "pick_shipment": (WAREHOUSE,),
    "dispatch_shipment": (WAREHOUSE,),
    "deliver_shipment": (WAREHOUSE,),
    "cancel_shipment": (WAREHOUSE,),
    "view_shipmentline": (AUDITOR, ADMIN),
    "view_scan": (AUDITOR, ADMIN),
}

may_see = Policy("shipping.view_shipment", _("see shipments"))
may_pick = Policy("shipping.pick_shipment", _("pick goods"))
may_dispatch = Policy("shipping.dispatch_shipment", _("send shipments off"))
may_deliver = Policy("shipping.deliver_shipment", _("confirm deliveries"))
may_cancel = Policy("shipping.cancel_shipment", _("cancel shipments"))
