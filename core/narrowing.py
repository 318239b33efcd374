"""Filters of a list, as every list page builds them anew: copied no deeper than they are changed."""

import copy
from collections import OrderedDict
from typing import Any

import django_filters as filters


class _Shallow(OrderedDict[str, Any]):
    """The filters of a class; django-filter copies them for each request, with every word of every choice."""

    def __deepcopy__(self, memo: Any) -> OrderedDict[str, Any]:
        return OrderedDict((name, _again(one)) for name, one in self.items())


def _again(one: Any) -> Any:
    again = copy.copy(one)
    # A filter by a method holds itself; it must not hold the one it was copied from.
    again.method = one.method
    return again


class Narrowing(filters.FilterSet):
    """The base of every list's filters."""

    @classmethod
    def get_filters(cls) -> Any:
        return _Shallow(super().get_filters())
