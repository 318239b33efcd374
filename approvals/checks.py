"""What the entry form says about approval: who would be asked."""

from django.utils.translation import gettext_lazy as _

from approvals.services.routing import route
from core.finding import Finding, Level
from core.refusal import Refused
from core.sentence import Sentence
from orders.facts import OrderFacts
from orders.models.words import State
from orders.services.submitting import question_facts


def route_preview(facts: OrderFacts, so_far: list[Finding]) -> list[Finding]:
    """Who will be asked when the order is submitted, in order, or that it goes through at once.

    Stops the order when nobody is left who may decide on it.
    """
    if not (facts.changing or facts.state == State.DRAFT) or not facts.lines or facts.customer_id is None:
        return []
    question = question_facts(facts, so_far)
    try:
        kind = "change" if facts.changing else "order"
        steps = route(kind, question, facts.owner_id or facts.actor_id, asker_id=facts.actor_id)
    except Refused as refusal:
        return [Finding(code="no_approver", level=Level.STOP, heading="approval", message=refusal.message)]
    names = [step.label for step in steps]
    asked = Sentence(_("Will be asked: %(who)s"), {"who": " → ".join(names)})
    message = asked if steps else Sentence(_("Approved at once"))
    return [Finding(code="route", level=Level.INFO, heading="approval", message=message, facts={"route": names})]
