"""Every address of the house, filled in with Ann's things."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

FILLED = {
    "notifications:open": ["message"],
    "catalog:product": ["product_pk"],
    "catalog:price-change": ["price_change_asked"],
    "catalog:edit-price-change": ["price_change"],
    "catalog:submit-price-change": ["price_change"],
    "catalog:withdraw-price-change": ["price_change_asked"],
    "customers:customer": ["customer"],
    "customers:edit": ["customer"],
    "customers:new_contact": ["customer"],
    "customers:edit_contact": ["customer", "contact"],
    "customers:show_phone": ["customer", "contact"],
    "customers:new_address": ["customer"],
    "customers:edit_address": ["customer", "address"],
    "orders:drop_view": [1],
    "orders:edit": ["draft"],
    "orders:submit": ["draft"],
    "orders:recall": ["asked"],
    "orders:contract-edit": ["contract_draft"],
    "orders:contract-activate": ["contract_draft"],
    "orders:contract-document": ["contract", "document"],
    "orders:quotation-edit": ["quotation_draft"],
    "orders:quotation-submit": ["quotation_draft"],
    "orders:quotation-recall": ["quotation_ready"],
    "orders:quotation-send": ["quotation_ready"],
    "orders:return-new": ["sold"],
    "orders:return-check": ["sold"],
    "orders:return-resolve": ["return_inspected"],
    "orders:return-photo": ["return_inspected", "photo"],
    "orders:requirement-quote": ["note_confirmed"],
    "orders:change_page": ["order", "change"],
    "orders:submit_change": ["order", "change"],
    "orders:withdraw_change": ["order", "change"],
    "orders:rebase_change": ["order", "change"],
    "orders:apply_change": ["order", "change"],
    "orders:write_change": ["order", "change"],
    "orders:lift_hold": ["order", "hold"],
    "orders:send_letter": ["order", "letter"],
    "approvals:task": ["task"],
    "approvals:approve": ["task"],
    "approvals:return": ["task"],
    "approvals:reject": ["task"],
    "approvals:policy_end_trial": ["policy_trial"],
    "approvals:policy_trial": ["policy_trial"],
    "approvals:policy_call_back": ["policy_waiting"],
    "approvals:sentence": ["policy_draft", "sentence"],
    "approvals:sentence_move": ["policy_draft", "sentence"],
    "approvals:sentence_duplicate": ["policy_draft", "sentence"],
    "approvals:sentence_remove": ["policy_draft", "sentence"],
    "approvals:rehearsal": ["policy_draft", "rehearsal"],
    "approvals:return-to-step": ["task"],
    "approvals:transfer": ["task"],
    "approvals:add-signer": ["task"],
    "approvals:take-back": ["task"],
    "approvals:comment": ["request"],
    "approvals:urge": ["request"],
    "approvals:end-cover": ["delegation"],
    "approvals:trail": ["order"],
    "inventory:item": ["item"],
    "inventory:count": ["item"],
    "inventory:adjust": ["item"],
    "inventory:rule": ["item"],
    "inventory:transfer": ["item"],
    "inventory:count-sheet": ["sheet"],
    "inventory:count-scan": ["sheet"],
    "inventory:count-book": ["sheet"],
    "inventory:count-cancel": ["sheet"],
    "inventory:count-print": ["sheet"],
    "inventory:scarce-product": ["product_pk"],
    "inventory:withdraw-reallocation": ["reallocation"],
    "inventory:lot": ["lot"],
    "inventory:serial": ["serial"],
    "finance:invoice": ["invoice"],
    "finance:pdf": ["invoice"],
    "finance:issue": ["invoice_draft"],
    "finance:correct": ["invoice"],
    "finance:payment": ["payment"],
    "finance:allocate": ["payment"],
    "finance:reverse": ["payment"],
    "finance:credit": ["customer"],
    "finance:set_limit": ["customer"],
    "finance:withdraw_limit": ["customer"],
    "shipping:undo": ["shipment", "scan"],
    "shipping:solve_scan": ["late_scan"],
    "shipping:short": ["shipment", "line"],
    "shipping:deliver": ["shipped"],
    "shipping:paper": ["shipment", "pick"],
    "shipping:photo": ["photographed"],
    "shipping:settle": ["strayed"],
    "shipping:trouble": ["shipped"],
    "shipping:wave": ["wave"],
    "shipping:scan_wave": ["wave"],
    "shipping:finish_wave": ["wave"],
    "shipping:wave_apart": ["wave"],
    "shipping:leave_wave": ["tote"],
    "shipping:receive": ["returned"],
    "shipping:scan_return": ["returned"],
    "shipping:undo_return": ["returned", "returned_scan"],
    "shipping:finish_receipt": ["returned"],
    "shipping:inspect": ["return_received"],
    "shipping:send_back": ["return_settled"],
    "shipping:shelve": ["return_settled"],
    "shipping:plan_job": ["service"],
    "shipping:job": ["job"],
    "shipping:replan_job": ["job"],
    "shipping:start_job": ["job"],
    "shipping:finish_job": ["gone"],
    "shipping:cancel_job": ["job"],
    "task-link": ["task_token"],
    "portal:order": ["order_token"],
    "portal:return": ["order_token"],
    "portal:received": ["order_token", "link_entry"],
    "portal:deliveries": ["order_token"],
    "portal:delivery": ["order_token", "shipped"],
    "portal:make-link": ["customer"],
    "portal:revoke-link": ["order_link"],
    "api:revoke-key": ["api_key"],
    "api:new_contact": ["customer"],
    "api:nothing": ["nothing"],
    "reports:accuracy-rows": ["scans"],
    "reports:approval-answers": ["step"],
    "reports:approval-orders": ["returned-1"],
    "reports:figure": ["figure"],
    "reports:recall-file": ["lot"],
    "reports:quality-orders": ["channel"],
    "reports:after-sales-documents": ["cause", "quality"],
    "reports:stage": ["stage"],
}
"""What an address asks for, where it is not simply the order or the shipment of its app."""

PAPERS = {
    "orders:contract": "contract", "orders:quotation": "quotation", "orders:requirement": "note",
    "orders:return": "returned", "orders:case": "case",
}  # fmt: skip
"""What comes before an order, and what comes back of it: its page and all its verbs ask for its number."""


def names(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every own address by name; Django admin keeps its own guard."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                yield from names(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        else:
            yield f"{space}{entry.name}", entry


def address(name: str, pattern: URLPattern, values: dict[str, Any]) -> str:
    """The address by its name, filled in."""
    if not pattern.pattern.converters:
        return reverse(name)
    if name.startswith(("approvals:policy", "approvals:sentence")) and name not in FILLED:
        return reverse(name, args=[values["policy_draft"]])
    usual = {"orders": "order", "shipping": "shipment", "inventory": "order", "finance": "order", "api": "order"}
    if name == "shipping:start":
        asked: list[Any] = ["order"]
    elif "import" in name:
        asked = ["batch"]
    elif name.startswith(tuple(PAPERS)) and name not in FILLED:
        asked = [PAPERS[name.split("-")[0]]]
    else:
        asked = FILLED.get(name) or [usual[name.split(":")[0]]]
    return reverse(name, args=[values.get(part, part) if isinstance(part, str) else part for part in asked])
