"""How long a route would take: the medians of its sentences, or their limits where nothing is known yet."""

from collections.abc import Iterable
from decimal import Decimal

from approvals.models import Policy, Rule
from approvals.services.lasting import usual_hours
from approvals.services.routing import PlannedStep

ZERO = Decimal(0)


class Hours:
    """The usual working hours of sentences; a copied one takes the time of its forerunners. Two queries."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        rules = list(rules)
        kinds = Policy.objects.filter(pk__in={rule.policy_id for rule in rules}).values("kind")
        same = Rule.objects.filter(policy__kind__in=kinds, name__in={rule.name for rule in rules})
        called = dict(same.order_by("pk").values_list("pk", "name"))
        usual = usual_hours(called.keys())
        newest = {called[pk]: hours for pk, hours in sorted(usual.items())}
        self.known = {rule.pk: usual.get(rule.pk, newest.get(rule.name)) for rule in rules}

    def of(self, step: PlannedStep) -> tuple[Decimal, bool]:
        """The hours of a step, and whether they are known rather than its limit."""
        usual = self.known.get(step.rule_id or 0)
        return (usual, True) if usual is not None else (Decimal(step.hours), False)

    def route(self, steps: Iterable[PlannedStep]) -> tuple[Decimal, bool]:
        """All steps one after the other; those asked together take as long as the slowest."""
        stages: dict[int, Decimal] = {}
        every = True
        for step in steps:
            hours, known = self.of(step)
            stages[step.stage] = max(stages.get(step.stage, ZERO), hours)
            every = every and known
        return sum(stages.values(), ZERO), every
