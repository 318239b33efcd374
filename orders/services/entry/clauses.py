"""The library of standard terms: a changed clause is a new version, the old one stays on its documents."""

from typing import Any

from core import clock
from core.bus import publish
from core.events import RecordEdited
from core.locks import locked
from core.service import service
from orders.models import TermsClause

TEXTS = ("title", "title_en", "text", "text_en")


@service
def write_clause(code: str, *, texts: dict[str, str], actor: Any, offered: bool = True) -> TermsClause:
    """Enter a clause, change it (a new version), or take it off the list; nothing written is lost (S23)."""
    versions = list(locked(TermsClause.objects.filter(code=code)))
    newest = max(versions, key=lambda one: one.version, default=None)
    same = newest is not None and all(getattr(newest, name) == texts.get(name, "") for name in TEXTS)
    if same and newest is not None:
        return _offer(newest, offered, actor)
    TermsClause.objects.filter(code=code, current=True).update(current=False)
    version = newest.version + 1 if newest else 1
    clause = TermsClause.objects.create(
        code=code,
        version=version,
        current=offered,
        author=actor,
        at=clock.now(),
        **{n: texts.get(n, "") for n in TEXTS},
    )
    changes = {name: [getattr(newest, name, ""), getattr(clause, name)] for name in TEXTS}
    _tell(clause, {name: pair for name, pair in changes.items() if pair[0] != pair[1]}, actor)
    return clause


def _offer(clause: TermsClause, offered: bool, actor: Any) -> TermsClause:
    if clause.current != offered:
        clause.current = offered
        clause.save(update_fields=["current"])
        _tell(clause, {"current": [str(not offered), str(offered)]}, actor)
    return clause


def _tell(clause: TermsClause, changes: dict[str, list[str]], actor: Any) -> None:
    label = f"{clause.code} v{clause.version}"
    publish(RecordEdited(model="termsclause", pk=clause.pk, label=label, changes=changes), actor=actor)
