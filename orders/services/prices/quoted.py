"""What was decided with a quotation is not asked again of the order that came of it, as long as it says the same."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.act import known
from core.finding import Finding, Level
from core.sentence import Sentence
from orders.facts import LineFacts, OrderFacts
from orders.models import Quotation, QuotationLine
from orders.models.quotation import QuoteState

AGREED = "price_agreed"
OF_THE_PRICE = ("discount", "below_floor")
"""Decided with the price itself, whatever list prices and floors became since."""
OF_THE_PAPERS = ("contract_price", "contract_terms", "contract_clause", "own_terms")
"""Decided where the quotation was asked the very same; quantities and days are asked of orders alone."""
ASKING = (Level.APPROVE, Level.STOP)


def decided_before(facts: OrderFacts, found: list[Finding], so_far: Sequence[Finding]) -> list[Finding]:
    """The findings, those in place of which the approved quotation of the order answers told as a remark (S20, S22).

    It answers for a line of the same customer, terms, product, unit, price and discount in no smaller
    quantity than quoted, once per quoted line. What differs is asked as if there had been no quotation.
    """
    order_id = facts.order_id
    if order_id is None or not any(one.level in ASKING for one in found):
        return found
    quoted = known((Quotation, "of", order_id), lambda: _lines(order_id))
    if not quoted or not _same_terms(facts, quoted[0].quotation):
        return found
    quotation, kept = quoted[0].quotation, _kept(facts.lines, quoted)
    answered = [one for one in found if _answered(one, quotation, kept)]
    said = {(one.heading, one.line) for one in so_far if one.code == AGREED}
    remarks = {(one.heading, one.line): _remark(one, quotation) for one in answered}
    told = [remark for key, remark in remarks.items() if key not in said]
    return [*(one for one in found if one not in answered), *told]


def _lines(order_id: int) -> list[QuotationLine]:
    accepted = QuotationLine.objects.filter(quotation__order_id=order_id, quotation__state=QuoteState.ACCEPTED)
    return list(accepted.select_related("quotation").order_by("position"))


def _same_terms(facts: OrderFacts, quotation: Quotation) -> bool:
    return (
        facts.customer_id == quotation.customer_id
        and (facts.currency, facts.inclusive) == (quotation.currency, quotation.inclusive)
        and (facts.terms_id, facts.clause_id) == (quotation.terms_id, quotation.clause_id)
        and facts.own_terms.strip() == quotation.own_terms.strip()
    )


def _kept(lines: Iterable[LineFacts], quoted: Sequence[QuotationLine]) -> set[int]:
    """The lines that are as quoted; each quoted line stands for one, or a good price could be had twice."""
    left, kept = list(quoted), set()
    for line in lines:
        same = next((one for one in left if _as_quoted(line, one)), None)
        if same is not None:
            left.remove(same)
            kept.add(line.position)
    return kept


def _as_quoted(line: LineFacts, quoted: QuotationLine) -> bool:
    return (
        (line.product_id, line.unit_price, line.discount) == (quoted.product_id, quoted.unit_price, quoted.discount)
        and line.ordered == line.quantity * quoted.factor
        and line.quantity >= quoted.quantity
    )


def _answered(found: Finding, quotation: Quotation, kept: set[int]) -> bool:
    if found.level not in ASKING or (found.line is not None and found.line not in kept):
        return False
    if found.code in OF_THE_PRICE:
        return True
    same = ((was["code"], was["facts"]) == (found.code, found.facts) for was in quotation.findings)
    return found.code in OF_THE_PAPERS and any(same)


def _remark(found: Finding, quotation: Quotation) -> Finding:
    values: dict[str, Any] = {"quotation": quotation.number, "who": quotation.agreed_by}
    if found.line is None:
        words = _("Agreed in quotation %(quotation)s, approved by %(who)s.")
        plain = _("Agreed in quotation %(quotation)s.")
    else:
        values |= {"line": found.line, "code": found.facts.get("product", "")}
        words = _("Line %(line)s: %(code)s as agreed in quotation %(quotation)s, approved by %(who)s.")
        plain = _("Line %(line)s: %(code)s as agreed in quotation %(quotation)s.")
    told = {"quotation": quotation.number, "approved_by": quotation.agreed_by, "decided": found.code}
    return Finding(
        code=AGREED,
        level=Level.INFO,
        heading=found.heading,
        message=Sentence(words if quotation.agreed_by else plain, values),
        line=found.line,
        facts=told,
    )
