"""Orders that somebody is asked about, and the further people who are asked."""

from typing import Any

from approvals.models import Policy, Task
from core.models import User
from orders.models import Order
from orders.services import submit_order
from tests.cast import make_customer, make_draft, make_person, make_product


def make_fay() -> User:
    """Fay directs the house."""
    return make_person("fay", "director", department="Management")


def make_gus() -> User:
    """Gus is another sales manager."""
    return make_person("gus", "sales_manager", department="West")


def submit(ann: User, *, pieces: int = 1000, actor: User | None = None, **customer: Any) -> Order:
    """An order of Ann's over pieces at 86.00 and 13 % tax, handed in: 1000 of them are 97,180.00."""
    draft = make_draft(ann, make_customer(ann, **customer), [(make_product(price="86.00"), pieces)])
    submit_order(draft.pk, actor=actor or ann)
    return Order.objects.get(pk=draft.pk)


def open_task(order: Order) -> Task:
    """The one task that is open on an order."""
    return Task.objects.select_related("step__request").pending().get(step__request__order=order)


def make_dan() -> User:
    """Dan is in finance, beside Dot."""
    return make_person("dan", "finance", department="Finance")


ALWAYS = [["lines", ">=", 0]]


def ask_by(*sentences: dict[str, Any], kind: str = "order") -> None:
    """The active policy asks by these sentences alone; what they leave out is a role asked for everything."""
    rules = Policy.objects.active(kind).get().rules
    rules.all().delete()
    for position, told in enumerate(sentences, start=1):
        usual = {"name": f"Sentence {position}", "question": f"Question {position}.", "when": ALWAYS}
        rules.create(position=position, **{"role": "finance"} | usual | told)


def tasks_of(order: Order) -> list[Task]:
    """The open tasks on an order, in the order they were given."""
    tasks = Task.objects.pending().select_related("user", "step__request")
    return list(tasks.filter(step__request__order=order).order_by("pk"))


def holders(order: Order) -> list[str]:
    """On whose desks an order lies: names, or roles."""
    return [task.user.username if task.user else task.role for task in tasks_of(order)]


def task_for(order: Order, person: User) -> Task:
    """The open task of one person on an order, by name or else by role."""
    tasks = tasks_of(order)
    named = [task for task in tasks if task.user_id == person.pk]
    return (named or [task for task in tasks if not task.user_id and task.role in person.role_names])[0]
