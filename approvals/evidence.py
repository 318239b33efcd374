"""What an approver must see to decide: the facts beside their thresholds, comparison, and what was said before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import DecimalField, ExpressionWrapper, F, OuterRef, Prefetch, Subquery, Sum
from django.utils.translation import gettext as _

from approvals.conditions import (
    FACTS,
    TOTAL,
    Condition,
    Measure,
    conditions_of,
    findings_of,
    measure_of,
    number,
    worth_of,
)
from approvals.models import Request, Step, Task
from core.finding import as_read
from core.sentence import said
from orders.models import Contract, ContractDocument, ContractLine, Order, OrderLine
from orders.models.words import State
from orders.policies import may_see_contracts

LAST_ORDERS = 5
MOST_PAPERS = 20
SHOWN = (
    "number", "currency", "total", "net", "tax", "inclusive", "placed_at", "created_at", "owner_id", "department_id",
)  # fmt: skip
UNCOUNTED = (State.DRAFT, State.REJECTED, State.CANCELLED)
VALUE = DecimalField(max_digits=18, decimal_places=2)
OPPOSITE = {">=": "<", ">": "≤", "<=": ">", "<": "≥"}


@dataclass(frozen=True)
class Row:
    """One fact: what it is, its value on this order, its threshold, and whether it keeps it."""

    label: str
    value: str
    limit: str
    level: str
    mark: str


@dataclass(frozen=True)
class Opinion:
    """What somebody decided in this or an earlier round."""

    round: int
    task: Task


class Evidence:
    """Everything about one task, each part read once and only when shown."""

    def __init__(self, task: Task, user: Any, *, asked: bool, linked: bool = True) -> None:
        """`asked` says that this person decides: then the customer's other orders are evidence too.

        `linked` says that the page may lead on to what it names.
        """
        self.task, self.user, self.asked, self.linked = task, user, asked, linked
        self.step: Step = task.step
        self.request: Request = task.step.request
        self.order: Order | None = self.request.order

    @cached_property
    def rows(self) -> list[Row]:
        """The facts that made the rules ask first, then the other measured ones."""
        asked = [condition for reason in self.step.reasons for condition in conditions_of(reason["when"])]
        asked = [condition for condition in asked if not condition.asks_always]
        codes = {condition.code for condition in asked}
        rows = [row for condition in asked for row in _rows_of(condition, self.request)]
        others = [finding for finding in self.request.findings if finding["code"] not in codes]
        rows += [_measured(finding, measure) for finding in others if (measure := measure_of(finding))]
        return list(dict.fromkeys(rows))

    @cached_property
    def findings(self) -> list[dict[str, Any]]:
        """What the checks said in words, the route itself left out."""
        return [as_read(finding) for finding in self.request.findings if finding["heading"] != "approval"]

    @cached_property
    def lines(self) -> Sequence[OrderLine]:
        if self.order is None:
            return []
        return list(OrderLine.objects.filter(order=self.order).select_related("product", "unit").order_by("position"))

    @cached_property
    def attachments(self) -> Sequence[ContractDocument]:
        """The papers of the contracts its lines fall under, those this person may fetch."""
        called = {line.contract_line_id for line in self.lines if line.contract_line_id}
        if not called or not may_see_contracts(self.user):
            return []
        contracts = Contract.objects.visible_to(self.user).filter(
            pk__in=ContractLine.objects.filter(pk__in=called).values("contract")
        )
        papers = ContractDocument.objects.filter(contract__in=contracts.values("pk"))
        return list(papers.select_related("contract").order_by("pk")[:MOST_PAPERS])

    @cached_property
    def last_orders(self) -> list[Order]:
        """The customer's last orders with the discount each gave: all for who decides, else those one sees."""
        if self.order is None:
            return []
        listed = (
            OrderLine.objects.filter(order=OuterRef("pk"))
            .order_by()
            .values("order")
            .annotate(listed=Sum(ExpressionWrapper(F("list_price") * F("quantity"), output_field=VALUE)))
        )
        known = Order.objects.all() if self.asked else Order.objects.visible_to(self.user)
        seen = known.filter(customer_id=self.order.customer_id)
        earlier = seen.filter(pk__lt=self.order.pk).exclude(state__in=UNCOUNTED).order_by("-pk")
        found = earlier.only(*SHOWN)
        orders = list(found.annotate(listed=Subquery(listed.values("listed"), output_field=VALUE))[:LAST_ORDERS])
        for order in orders:
            told = order.net + order.tax if order.inclusive else order.net
            order.discount_given = _discount(told, order.listed)  # type: ignore[attr-defined]
            order.opens = self._opens(order)  # type: ignore[attr-defined]
        return orders

    def _opens(self, order: Order) -> bool:
        """Whether a link to it would lead anywhere, judged without another question to the database."""
        if not self.linked:
            return False
        if not self.asked or self.user.has_perm("orders.see_all_order") or order.owner_id == self.user.pk:
            return True
        department = self.user.has_perm("orders.see_department_order") and self.user.department_id
        return bool(department) and order.department_id == department

    @cached_property
    def usual_discount(self) -> dict[str, Decimal] | None:
        """Average and highest discount of the last orders."""
        given = [order.discount_given for order in self.last_orders]  # type: ignore[attr-defined]
        if not given:
            return None
        return {"average": (sum(given, Decimal(0)) / len(given)).quantize(Decimal("0.1")), "highest": max(given)}

    @cached_property
    def all_steps(self) -> list[Step]:
        """The steps of every round about this subject, newest round first, in one query."""
        return list(steps_about(Step.objects.filter(request__subject=self.request.subject)))

    @property
    def route(self) -> list[Step]:
        return [step for step in self.all_steps if step.request_id == self.request.pk]

    @property
    def opinions(self) -> list[Opinion]:
        desks = [(step, task) for step in self.all_steps for task in step.desks]
        return [Opinion(step.request.round, task) for step, task in desks if hasattr(task, "decision")]


def steps_about(steps: Any) -> Any:
    """Steps with all that a route shows of them, in two queries."""
    seen = ("user", "decision__decider", "decision__on_behalf_of", "added_by", "represents")
    desks = Prefetch("tasks", Task.objects.select_related(*seen))
    rows = steps.select_related("user", "request__policy", "kept__decider", "kept__on_behalf_of")
    return rows.prefetch_related(desks).order_by("-request_id", "stage", "position")


def _discount(told: Decimal, listed: Decimal | None) -> Decimal:
    if not listed:
        return Decimal(0)
    return max(Decimal(0), (100 - told * 100 / listed).quantize(Decimal("0.1")))


def _rows_of(condition: Condition, request: Request) -> Iterable[Row]:
    if condition.code:
        found = findings_of(request.facts, condition.code)
        return [
            _measured(finding, measure) if (measure := measure_of(finding)) else _plain(finding) for finding in found
        ]
    return [_compared(condition, request)]


def _compared(condition: Condition, request: Request) -> Row:
    limit = number(condition.value) if condition.sign in OPPOSITE else None
    edge = f"{OPPOSITE[condition.sign]} {limit:,f}" if limit is not None else ""
    value = _shown(condition.fact, request)
    return Row(str(FACTS[condition.fact].label), value, edge, "warn", _("Over") if edge else _("Asks"))


def _shown(fact: str, request: Request) -> str:
    value = worth_of(request.facts) if fact == TOTAL else request.facts.get(fact)
    shape = FACTS[fact]
    if shape.type == "yes":
        return _("Yes") if value else _("No")
    if shape.type in ("choice", "list"):
        names = dict(shape.choices())
        return ", ".join(str(names.get(one, one)) for one in (value if isinstance(value, list) else [value]))
    if fact == "customer_id":
        return request.customer
    figure = number(value)
    return f"{figure:,f}" if figure is not None else str(value)


def _measured(finding: dict[str, Any], measure: Measure) -> Row:
    unit = " %" if measure.name == "discount" else ""
    edge = f"{'≤' if measure.ceiling else '≥'} {measure.limit:,f}{unit}"
    mark = _("OK") if measure.kept else _("Over") if measure.ceiling else _("Under")
    return Row(
        _label(finding, measure.name), f"{measure.value:,f}{unit}", edge, "ok" if measure.kept else "warn", mark
    )


def _plain(finding: dict[str, Any]) -> Row:
    return Row(said(finding["message"]), "--", "", "warn", _("Asks"))


def _label(finding: dict[str, Any], name: str) -> str:
    labels = {
        "discount": _("Discount"),
        "price": _("Price"),
        "after": _("Credit used with this order"),
        "days": _("Days overdue"),
        "called": _("Called off with this order"),
        "off": _("Days outside the delivery window"),
        "past": _("Days outside the contract"),
    }
    label = labels.get(name, _("Measured value"))
    if finding.get("line"):
        return _("%(label)s (line %(line)s)") % {"label": label, "line": finding["line"]}
    return label
