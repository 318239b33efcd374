"""Ready words for the customer about a change: old and new side by side, to copy or to send (S56)."""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from core.money import paper_language
from orders.models import ChangeRequest
from orders.models.change import ChangeState
from orders.services.changes.comparing import differences_in


@dataclass(frozen=True)
class Letter:
    """A subject and a text, in the language of the customer's papers."""

    subject: str
    text: str


def change_letter(change: ChangeRequest) -> Letter:
    """What to tell the customer about a change: asked for, or in force, with every old and new value."""
    order = change.order
    context = {
        "change": change,
        "order": order,
        "differences": differences_in(change),
        "in_force": change.state == ChangeState.APPLIED,
        "house": settings.GENDAN_COMPANY_NAME,
    }
    with translation.override(paper_language(order.currency)):
        subject = " ".join(render_to_string("orders/mail/change_subject.txt", context).split())
        return Letter(subject, render_to_string("orders/mail/change.txt", context).strip())
