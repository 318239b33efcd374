"""Who may see and move money."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.access import Policy
from core.roles import ADMIN, AUDITOR, DIRECTOR, FINANCE, SALES, SALES_MANAGER

READERS = (SALES, SALES_MANAGER, DIRECTOR, FINANCE, AUDITOR)
ROLE_GRANTS = {
    "view_invoice": (*READERS, ADMIN),
    "view_payment": (*READERS, ADMIN),
    "view_ledgerentry": (DIRECTOR, FINANCE, AUDITOR),
    "draft_invoice": (FINANCE,),
    "issue_invoice": (FINANCE,),
    "correct_invoice": (FINANCE,),
    "export_invoice": (DIRECTOR, FINANCE, AUDITOR),
    "book_payment": (FINANCE,),
    "allocate_payment": (FINANCE,),
    "reverse_payment": (FINANCE,),
    "see_credit": READERS,
    "set_credit_limit": (DIRECTOR, FINANCE),
    "set_any_credit_limit": (DIRECTOR,),
    "ask_creditoverride": (SALES, SALES_MANAGER, DIRECTOR, FINANCE),
    "view_creditoverride": (SALES_MANAGER, DIRECTOR, FINANCE, AUDITOR),
    "view_limitchange": (DIRECTOR, FINANCE, AUDITOR),
}

may_see_invoices = Policy("finance.view_invoice", _("see invoices"))
may_see_payments = Policy("finance.view_payment", _("see receipts"))
may_see_credit = Policy("finance.see_credit", _("see credit limits"))
may_draft = Policy("finance.draft_invoice", _("draft invoices"))
may_issue = Policy("finance.issue_invoice", _("issue invoices"))
may_correct = Policy("finance.correct_invoice", _("reverse invoices by red letter"))
may_export = Policy("finance.export_invoice", _("export invoices"))
may_book = Policy("finance.book_payment", _("book receipts"))
may_allocate = Policy("finance.allocate_payment", _("match receipts to invoices"))
may_reverse = Policy("finance.reverse_payment", _("reverse receipts"))
may_set_any_limit = Policy("finance.set_any_credit_limit", _("set any credit limit"))
may_set_limit = Policy("finance.set_credit_limit", _("set credit limits"))


def _owns_or_collects(user: Any, order: Any) -> bool:
    return order.owner_id == user.pk or user.has_perm("finance.set_credit_limit")


may_ask_release = Policy(
    "finance.ask_creditoverride",
    _("ask to release an order over the credit limit"),
    rule=_owns_or_collects,
    reason=_("The order's owner asks, or finance."),
)
