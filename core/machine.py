"""What every model with a state machine is made of."""

from functools import cache
from typing import Any

from django.db.models import Model
from django_fsm import ConcurrentTransitionMixin, FSMField, FSMFieldMixin


class Moving(ConcurrentTransitionMixin):
    """A model whose state moves by verbs, and which is not saved when somebody else moved it meanwhile."""

    @property
    def state_fields(self) -> Any:
        # Asked for every row that is read: looked for once per model, and a state left out is not fetched row by row.
        return [field for field in _state_fields(type(self)) if field.attname in vars(self)]  # type: ignore[arg-type]


@cache
def _state_fields(model: type[Model]) -> tuple[FSMFieldMixin, ...]:
    return tuple(field for field in model._meta.fields if isinstance(field, FSMFieldMixin))


class StateField(FSMField):
    """A state that only verbs move. A migration knows it as the text it is in the database.

    As a field of the library's it would be woken by every model a migration draws, thousands of times.
    """

    def __init__(self, *args: Any, protected: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, protected=protected, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("protected", None)
        return name, "django.db.models.CharField", args, kwargs
