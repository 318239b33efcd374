"""Opening a request: its route is planned and the first stage asked, or nobody has to be asked."""

from approvals.models import Request, Step
from approvals.models.words import StepState
from approvals.services.copying import send_copies
from approvals.services.going import finish
from approvals.services.keeping import keep_valid
from approvals.services.opening import put_on_desks
from approvals.services.routing import Plan, PlannedStep, plan_route
from approvals.services.subjects import order_asked_about
from core import clock
from core.events import ApprovalAsked
from core.service import service


@service
def open_request(asked: ApprovalAsked) -> Request:
    """Ask whom the active policy names, stage by stage; where no rule asks, agree at once.

    An approval of an earlier round stays valid while what it judged has not moved.
    The caller holds what is judged. Refused when nobody is left who may decide.
    """
    plan = plan_route(asked.kind, asked.facts, asked.owner_id, asker_id=asked.asked_by_id)
    request = _request(asked, plan.policy_id)
    steps = [_step(request, n, planned) for n, planned in enumerate(plan.steps, start=1)]
    keep_valid(request, steps)
    asks = any(step.state == StepState.WAITING for step in steps)
    if not asks:
        request.approve(clock.now())
    request.save()
    _ask(request, steps, plan, asks=asks)
    return request


def _ask(request: Request, steps: list[Step], plan: Plan, *, asks: bool) -> None:
    if not asks:
        Step.objects.bulk_create(steps)
        finish(request, "approved", "")
        return
    first = min(step.stage for step in steps if step.state == StepState.WAITING)
    begun = [step for step in steps if step.stage == first and step.state == StepState.WAITING]
    for step in begun:
        step.ask()
    Step.objects.bulk_create(steps)
    put_on_desks(request, begun, of=len(steps))
    send_copies(request, plan)


def _request(asked: ApprovalAsked, policy_id: int) -> Request:
    return Request(
        subject=asked.subject,
        topic=asked.topic,
        order_id=order_asked_about(asked),
        kind=asked.kind,
        title=asked.title,
        amount=asked.amount,
        currency=asked.currency,
        judged=asked.judged,
        parts=asked.parts,
        facts=asked.facts,
        asked_by_id=asked.asked_by_id,
        owner_id=asked.owner_id,
        policy_id=policy_id,
        opened_at=clock.now(),
    )


def _step(request: Request, position: int, planned: PlannedStep) -> Step:
    return Step(
        request=request,
        position=position,
        stage=planned.stage,
        rule_id=planned.rule_id,
        reasons=list(planned.reasons),
        user_id=planned.user_id,
        role=planned.role,
        people=list(planned.people) if planned.is_shared else [],
        names=planned.who[:300] if planned.is_shared else "",
        backup_id=planned.backup_id,
        mode=planned.mode,
        needed=planned.needed,
        hours=planned.hours,
        up_to=planned.up_to,
        at_limit=planned.at_limit,
        checklist=list(planned.checklist),
        judges=list(planned.judges),
    )
