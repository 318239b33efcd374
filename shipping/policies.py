"""Who may do what to a shipment and to a dispatch job."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.access import Policy
from core.roles import ADMIN, AUDITOR, BUYER, DIRECTOR, FINANCE, SALES, SALES_MANAGER, TECHNICIAN, WAREHOUSE

ROLE_GRANTS = {
    "view_shipment": (SALES, SALES_MANAGER, DIRECTOR, WAREHOUSE, FINANCE, BUYER, AUDITOR, ADMIN),
    "pick_shipment": (WAREHOUSE,),
    "pack_shipment": (WAREHOUSE,),
    "verify_shipment": (WAREHOUSE,),
    "type_quantity_scan": (),
    "dispatch_shipment": (WAREHOUSE,),
    "deliver_shipment": (WAREHOUSE,),
    "cancel_shipment": (WAREHOUSE,),
    "settle_shipment": (WAREHOUSE, SALES, SALES_MANAGER),
    "view_dispatchjob": (SALES, SALES_MANAGER, DIRECTOR, WAREHOUSE, TECHNICIAN, FINANCE, AUDITOR, ADMIN),
    "plan_dispatchjob": (SALES_MANAGER, WAREHOUSE),
    "perform_dispatchjob": (TECHNICIAN,),
    "view_dispatchline": (AUDITOR, ADMIN),
    "view_shipmentline": (AUDITOR, ADMIN),
    "view_scan": (AUDITOR, ADMIN),
    "view_box": (AUDITOR, ADMIN),
    "view_boxcontent": (AUDITOR, ADMIN),
    "view_doorcheck": (AUDITOR, ADMIN),
    "view_doorrule": (WAREHOUSE, AUDITOR, ADMIN),
    "add_doorrule": (ADMIN,),
    "change_doorrule": (ADMIN,),
    "view_wave": (AUDITOR, ADMIN),
    "view_strictrule": (AUDITOR, ADMIN),
    "add_strictrule": (ADMIN,),
    "change_strictrule": (ADMIN,),
    "solve_scan": (WAREHOUSE, DIRECTOR),
    "receive_return": (WAREHOUSE,),
    "view_returnreceipt": (AUDITOR, ADMIN),
    "view_carrier": (WAREHOUSE, AUDITOR, ADMIN),
    "add_carrier": (ADMIN,),
    "change_carrier": (ADMIN,),
    "view_trackingevent": (AUDITOR, ADMIN),
    "view_following": (AUDITOR, ADMIN),
    "view_trouble": (AUDITOR, ADMIN),
    "view_deliveryproof": (AUDITOR, ADMIN),
}

may_see = Policy("shipping.view_shipment", _("see shipments"))
may_pick = Policy("shipping.pick_shipment", _("pick goods"))
may_pack = Policy("shipping.pack_shipment", _("pack goods"))
may_verify = Policy("shipping.verify_shipment", _("check shipments at the door"))
may_type = Policy("shipping.type_quantity_scan", _("count without scanning each piece"))
may_dispatch = Policy("shipping.dispatch_shipment", _("send shipments off"))
may_deliver = Policy("shipping.deliver_shipment", _("confirm deliveries"))
may_cancel = Policy("shipping.cancel_shipment", _("cancel shipments"))
may_settle = Policy("shipping.settle_shipment", _("settle troubles of shipments"))
may_receive = Policy("shipping.receive_return", _("receive and inspect returned goods"))


def _is_of_another(user: Any, scan: Any) -> bool:
    return scan.actor_id != user.pk


may_solve = Policy(
    "shipping.solve_scan",
    _("solve refused scans"),
    _is_of_another,
    _("Somebody else has to solve a scan of your own."),
)


def _is_mine(user: Any, job: Any) -> bool:
    return job.assignee_id == user.pk


may_see_jobs = Policy("shipping.view_dispatchjob", _("see dispatch jobs"))
may_plan = Policy("shipping.plan_dispatchjob", _("plan dispatch jobs"))
may_perform = Policy(
    "shipping.perform_dispatchjob",
    _("do dispatch jobs"),
    _is_mine,
    _("Only the person who was sent can say that."),
)
