"""Drawing the house's own documents from its code: the reactions table and the state machines."""

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.utils import translation
from django_fsm import FSMField

from core.bus import table


def reactions_table() -> str:
    """The reactions table as Markdown: what happened, and who answers it in which order."""
    rows = ["| Event | In the same transaction | After the commit |", "|---|---|---|"]
    for cls, answers in table().items():
        at_once = " → ".join(_called(react) for react in answers.with_order)
        later = ", ".join(f"`{key}`" for key in answers.after_commit)
        rows.append(f"| `{cls.name}` {_first_line(cls)} | {at_once} | {later} |")
    return "\n".join(rows)


def state_machines() -> str:
    """Every state machine of the house as a diagram."""
    drawn = [_machine(model, field) for model, field in _machines()]
    return "\n\n".join(drawn)


def redraw(text: str) -> str:
    """A document with everything between its drawing marks drawn anew."""
    with translation.override("en"):
        for mark, draw in DRAWINGS.items():
            pattern = re.compile(rf"(<!-- {mark} -->\n).*?(\n<!-- end -->)", re.DOTALL)
            drawn = draw()
            text = pattern.sub(lambda found, drawn=drawn: found[1] + drawn + found[2], text)  # type: ignore[misc]
    return text


DRAWINGS = {"reactions": reactions_table, "machines": state_machines}


def _called(react: Any) -> str:
    return f"`{react.__module__.split('.')[0]}.{react.__name__}`"


def _first_line(cls: type) -> str:
    return (cls.__doc__ or "").strip().splitlines()[0]


def _machines() -> Iterator[tuple[Any, FSMField]]:
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, FSMField):
                yield model, field


def _machine(model: Any, field: FSMField) -> str:
    lines = [f"**{model.__name__}**", "", "```mermaid", "stateDiagram-v2"]
    lines.append(f"    [*] --> {field.get_default()}")
    lines += sorted(arrow for move in field.get_all_transitions(model) for arrow in _arrows(move))
    return "\n".join([*lines, "```"])


def _arrows(move: Any) -> Iterator[str]:
    """One arrow, or one to each state a move may choose from."""
    for target in getattr(move.target, "allowed_states", None) or [move.target]:
        yield f"    {move.source} --> {target}: {move.name}"
