"""Sixty cases of routing, each a sentence with the people it must lead to (S27–S30, S33, S35, A6).

Ann sells in North and reports to Bo, who manages North and reports to Fay, the director. Gus manages West.
Dot and Dan are finance. Hal runs the warehouse and may not decide. A route reads: `→` then, `+` together,
`role` whoever holds it, `all[…]`, `any[…]`, `turn[…]`, `2[…]` people asked by name, `Bo(3)` for three reasons.
"""

from typing import Any

import pytest

from approvals.models import Rule
from approvals.services.routing import PlannedStep, plan_with
from core.models import Department
from core.refusal import Refused
from tests.approvals.builders import make_fay, make_gus
from tests.cast import make_person

pytestmark = pytest.mark.django_db
ALWAYS = [["lines", ">=", 0]]
DISCOUNT = {"code": "discount", "facts": {"discount": "18", "limit": "15"}}
CREDIT = {"code": "credit_over", "facts": {"after": "1200", "limit": "1000"}}
LATE = {"code": "overdue_debt", "facts": {"days": "12", "amount": "800.00"}}
CHEAP = {"code": "below_floor", "facts": {"price": "70", "floor": "75"}}


def over(amount: int) -> list[list[Any]]:
    return [["total", ">=", amount]]


def when(fact: str, sign: str, value: Any) -> list[list[Any]]:
    return [[fact, sign, value]]


def found(code: str) -> list[list[Any]]:
    return [[f"finding:{code}", "present", True]]


def boss(**more: Any) -> dict[str, Any]:
    return {"asks": "manager", "role": "sales_manager", **more}


def role(name: str, **more: Any) -> dict[str, Any]:
    return {"asks": "role", "role": name, **more}


def people(*names: str, **more: Any) -> dict[str, Any]:
    return {"asks": "person", "people": names, "role": "director", **more}


def chain(**more: Any) -> dict[str, Any]:
    return {"asks": "chain", "role": "sales_manager", **more}


def band(*bands: list[Any], **more: Any) -> dict[str, Any]:
    return {"asks": "band", "bands": bands, "role": "sales_manager", **more}


CASES: list[tuple[str, list[dict[str, Any]], dict[str, Any], str]] = [
    # --- whether a sentence asks at all ------------------------------------------------------------------
    ("no sentence, nobody", [], {}, ""),
    ("an order below the limit flies", [boss(when=over(50_000))], {"total": "49999.99"}, ""),
    ("an order at the limit is asked about", [boss(when=over(50_000))], {"total": "50000"}, "Bo"),
    ("the limit is in the house's currency", [boss(when=over(50_000))],
     {"total": "9000", "base_total": "64000"}, "Bo"),
    ("a new customer is asked about", [boss(when=when("new_customer", "=", True))], {"new_customer": True}, "Bo"),
    ("a known customer is not", [boss(when=when("new_customer", "=", True))], {"new_customer": False}, ""),
    ("a tier among several", [boss(when=when("tier", "in", ["key", "core"]))], {"tier": "core"}, "Bo"),
    ("a tier besides them", [boss(when=when("tier", "in", ["key", "core"]))], {"tier": "standard"}, ""),
    ("every tier but one", [boss(when=when("tier", "!=", "key"))], {"tier": "new"}, "Bo"),
    ("cash before delivery", [role("finance", when=when("prepaid", "=", True))], {"prepaid": True}, "finance"),
    ("a foreign currency", [role("finance", when=when("currency", "!=", "CNY"))], {"currency": "USD"}, "finance"),
    ("one customer by name", [boss(when=when("customer_id", "=", 7))], {"customer_id": 7}, "Bo"),
    ("another customer", [boss(when=when("customer_id", "=", 7))], {"customer_id": 8}, ""),
    ("a rush order", [role("sales_manager", when=when("kind", "=", "rush"))], {"kind": "rush"}, "sales_manager"),
    ("goods of a watched group", [boss(when=when("groups", "in", [3, 4]))], {"groups": [1, 4]}, "Bo"),
    ("goods of other groups", [boss(when=when("groups", "in", [3, 4]))], {"groups": [1, 2]}, ""),
    ("no goods of any group", [boss(when=when("groups", "in", [3]))], {"groups": []}, ""),
    ("a change for our own error", [boss(when=when("cause", "=", "entry"))], {"cause": "entry"}, "Bo"),
    ("a change the customer wished", [boss(when=when("cause", "=", "entry"))], {"cause": "customer"}, ""),
    ("many lines", [boss(when=when("lines", ">", 40))], {"lines": 41}, "Bo"),
    ("a finding that is there", [boss(when=found("discount"))], {"findings": [DISCOUNT]}, "Bo"),
    ("a finding that is not", [boss(when=found("discount"))], {"findings": [CREDIT]}, ""),
    ("a finding over a number", [boss(when=when("finding:discount", ">", 15))], {"findings": [DISCOUNT]}, "Bo"),
    ("a finding under it", [boss(when=when("finding:discount", ">", 20))], {"findings": [DISCOUNT]}, ""),
    ("only where a finding is missing", [boss(when=when("finding:discount", "present", False))], {}, "Bo"),
    ("all conditions must hold", [boss(when=over(100) + found("discount"))], {"total": "500"}, ""),
    ("and do", [boss(when=over(100) + found("discount"))], {"total": "500", "findings": [DISCOUNT]}, "Bo"),
    # --- whom it asks --------------------------------------------------------------------------------------
    ("the owner's manager", [boss()], {}, "Bo"),
    ("who asked for another is not asked", [boss()], {"asker": "bo"}, "Fay"),
    ("a manager's own order climbs", [boss()], {"owner": "bo"}, "Fay"),
    ("an owner without a manager goes to the role", [boss()], {"owner": "cid"}, "sales_manager"),
    ("a manager without the right stands aside", [boss()], {"owner": "eli"}, "sales_manager"),
    ("a role with several holders is one task", [role("finance")], {}, "finance"),
    ("a role with one holder is asked by name", [role("director")], {}, "Fay"),
    ("a role only the owner holds goes to the director", [role("finance")], {"owner": "dot", "gone": "dan"}, "Fay"),
    ("a named person", [people("dot")], {}, "Dot"),
    ("a named person who owns the order is replaced by their manager", [people("bo")], {"owner": "bo"}, "Fay"),
    ("a named person who left is replaced by the role", [people("gus")], {"gone": "gus"}, "Fay"),
    ("one of two named people", [people("dot", "gus")], {}, "any[Dot, Gus]"),
    ("the one who is left of two", [people("dot", "gus")], {"gone": "gus"}, "Dot"),
    ("nobody without the right is asked by name", [people("hal")], {}, "Fay"),
    ("the backup when nobody else is left", [role("finance", backup="gus")], {"gone": "dot dan"}, "Gus"),
    ("no backup while somebody is left", [role("finance", backup="gus")], {"gone": "dot"}, "Dan"),
    ("a backup who owns the order is passed over", [role("finance", backup="gus")],
     {"gone": "dot dan", "owner": "gus"}, "Fay"),
    ("a role in the owner's department", [role("sales_manager", own_department=True)],
     {"department": "West"}, "Gus"),
    ("two of it in one department", [role("finance", own_department=True)],
     {"department": "Finance"}, "any[Dot, Dan]"),
    ("nobody of it in the department", [role("finance", own_department=True)], {"department": "West"}, "Fay"),
    ("its backup then", [role("finance", own_department=True, backup="gus")], {"department": "North"}, "Gus"),
    # --- by amount -----------------------------------------------------------------------------------------
    ("the lowest band", [band([50_000, "sales_manager"], [None, "director"])], {"total": "50000"}, "sales_manager"),
    ("the band above", [band([50_000, "sales_manager"], [None, "director"])], {"total": "50000.01"}, "Fay"),
    ("above every band the director", [band([10, "finance"])], {"total": "11"}, "Fay"),
    ("the chain ends with who may decide", [chain(up_to=200_000)], {"total": "200000"}, "Bo"),
    ("the chain climbs above the limit", [chain(up_to=200_000)], {"total": "200001"}, "Bo → Fay"),
    ("the chain by bands", [chain(bands=[[100, "sales_manager"], [None, "director"]])], {"total": "101"}, "Bo → Fay"),
    ("a chain that breaks ends with the role", [chain(up_to=5)], {"total": "9", "owner": "cid"}, "Fay"),
    ("a chain of an order its manager asked for", [chain()], {"asker": "bo"}, "Fay"),
    ("above the limit of all who are asked the director as well", [boss(up_to=100)], {"total": "101"}, "Bo → Fay"),
    ("one without a limit is enough", [boss(up_to=100), role("finance")], {"total": "101"}, "Bo → finance"),
    # --- how many ------------------------------------------------------------------------------------------
    ("all of a role", [role("finance", mode="all")], {}, "all[Dot, Dan]"),
    ("all of a role with one holder", [role("director", mode="all")], {}, "Fay"),
    ("one after the other", [people("dan", "dot", mode="sequence")], {}, "turn[Dan, Dot]"),
    ("two of three", [people("dot", "dan", "gus", mode="share", needed=2)], {}, "2[Dot, Dan, Gus]"),
    ("more than there are is all there are", [people("dot", "dan", mode="share", needed=5)], {}, "2[Dot, Dan]"),
    ("the owner does not count among all", [role("sales_manager", mode="all")], {"owner": "gus"}, "Bo"),
    # --- in which order ------------------------------------------------------------------------------------
    ("sentences follow each other", [boss(), role("finance"), role("director")], {}, "Bo → finance → Fay"),
    ("price and finance together", [boss(), role("finance", together=True)], {}, "Bo + finance"),
    ("then the director", [boss(), role("finance", together=True), role("director")], {}, "Bo + finance → Fay"),
    ("together with a sentence that does not ask", [boss(when=over(10**9)), role("finance", together=True)], {},
     "finance"),
    ("together with the one before that does", [boss(), role("director", when=over(10**9)),
     role("finance", together=True)], {}, "Bo + finance"),
    # --- whoever would be asked twice is asked once --------------------------------------------------------
    ("three reasons, one step", [boss(), boss(when=found("discount")), boss(when=found("below_floor"))],
     {"findings": [DISCOUNT, CHEAP]}, "Bo(3)"),
    ("the role and its only free holder", [people("dot"), role("finance")], {}, "Dot → Dan"),
    ("a role whose holder is heard already", [people("fay"), role("director")], {}, "Fay(2)"),
    ("who must agree anyway is not asked twice among all", [people("dot"), role("finance", mode="all")], {},
     "Dot(2) → Dan"),
    ("and counts towards a number", [people("dot"), people("dot", "dan", "gus", mode="share", needed=2)], {},
     "Dot(2) → 1[Dan, Gus]"),
    ("a number that is reached already is no step", [people("dot"), people("dot", "dan", mode="share", needed=1)], {},
     "Dot(2)"),
    ("an any among people who are heard already", [people("dot"), people("dot", "gus")], {}, "Dot → Gus"),
    ("the same people asked in the same way", [people("dot", "gus", mode="all"), people("dot", "gus", mode="all")], {},
     "all[Dot, Gus](2)"),
    ("what happens to a merged step", [boss(), role("finance", when=found("credit_over")),
     role("finance", when=found("overdue_debt"))], {"findings": [CREDIT, LATE]}, "Bo → finance(2)"),
    ("a whole house", [boss(when=over(50_000)), boss(when=found("discount")),
     role("finance", together=True, mode="all"), chain(up_to=200_000), role("director", when=over(10**6))],
     {"total": "300000", "findings": [DISCOUNT]}, "Bo(3) + all[Dot, Dan] → Fay"),
]  # fmt: skip


@pytest.fixture
def house(ann: Any, bo: Any, dot: Any) -> dict[str, Any]:
    fay, gus = make_fay(), make_gus()
    bo.manager = fay
    bo.save()
    hal = make_person("hal", "warehouse", department="Warehouse")
    cast = [ann, bo, fay, gus, dot, hal, make_person("dan", "finance", department="Finance")]
    cast += [make_person("cid", "sales"), make_person("eli", "sales", manager=hal)]
    return {person.username: person for person in cast}


def sentence(house: dict[str, Any], position: int, given: dict[str, Any]) -> Rule:
    told = {"when": ALWAYS, **given}
    told["people"] = [house[name].pk for name in told.get("people", ())]
    told["bands"] = list(told.get("bands", ()))
    backup = told.pop("backup", None)
    told["backup_id"] = house[backup].pk if backup else None
    return Rule(position=position, name=f"rule {position}", question=f"Sentence {position}.", **told)


def read(step: PlannedStep) -> str:
    said = step.who if step.user_id else step.role
    if step.is_shared:
        how = {"sequence": "turn", "share": str(step.needed)}.get(step.mode, step.mode)
        said = f"{how}[{step.who}]"
    return f"{said}({len(step.reasons)})" if len(step.reasons) > 1 else said


def route_of(steps: tuple[PlannedStep, ...]) -> str:
    stages: dict[int, list[str]] = {}
    for step in steps:
        stages.setdefault(step.stage, []).append(read(step))
    return " → ".join(" + ".join(together) for together in stages.values())


def planned(house: dict[str, Any], rules: list[dict[str, Any]], given: dict[str, Any]) -> tuple[PlannedStep, ...]:
    case = {"total": "1000", "lines": 3, "tier": "standard", "findings": [], **given}
    for name in case.pop("gone", "").split():
        house[name].is_active = False
        house[name].save()
    owner = house[case.pop("owner", "ann")]
    asker = house[case.pop("asker", owner.username)]
    if "department" in case:
        case["department"] = Department.objects.get(name=case["department"]).pk
    sentences = [sentence(house, n, rule) for n, rule in enumerate(rules, start=1)]
    return plan_with(sentences, case, owner.pk, asker_id=asker.pk)


@pytest.mark.parametrize(("told", "rules", "case", "expected"), CASES, ids=[case[0] for case in CASES])
def test_s28_the_sentences_lead_to_these_people(house, told, rules, case, expected):
    assert route_of(planned(house, rules, case)) == expected


def test_there_are_at_least_sixty():
    assert len({case[0] for case in CASES}) == len(CASES) >= 60


def test_a06_nobody_left_is_refused_and_says_which_sentence(house):
    with pytest.raises(Refused) as refusal:
        planned(house, [role("finance")], {"gone": "dot dan fay"})

    assert (refusal.value.code, "rule 1" in str(refusal.value)) == ("nobody_left", True)


def test_a_merged_step_keeps_the_shortest_time_the_highest_limit_every_item_and_the_gentlest_end(house):
    item, must = {"text": "Model checked", "must": False}, {"text": "Model checked", "must": True}
    rules = [
        boss(hours=8, up_to=5_000, at_limit="pass", checklist=[item], judges=["prices"]),
        boss(hours=4, up_to=9_000, at_limit="escalate", checklist=[must, {"text": "Called"}], judges=["goods"]),
    ]

    (step,) = planned(house, rules, {})

    assert (step.hours, step.up_to, step.at_limit, step.judges) == (4, 9_000, "escalate", ("goods", "prices"))
    assert step.checklist == ({"text": "Model checked", "must": True}, {"text": "Called", "must": False})


def test_a_step_passes_by_itself_only_where_all_its_sentences_would(house):
    (step,) = planned(house, [boss(at_limit="pass"), boss(at_limit="remind")], {})

    assert step.at_limit == "remind"


def test_one_sentence_that_judges_everything_makes_the_step_judge_everything(house):
    (step,) = planned(house, [boss(judges=["prices"]), boss()], {})

    assert step.judges == ()


def test_a_50_line_order_is_routed_in_five_queries(house, django_assert_max_num_queries):
    rules = [sentence(house, n, boss(when=over(n))) for n in range(1, 40)]
    case = {"total": "99999", "lines": 50, "findings": [DISCOUNT | {"line": n} for n in range(50)]}

    with django_assert_max_num_queries(5):
        plan_with(rules, case, house["ann"].pk, asker_id=house["ann"].pk)
