"""Whoever would be asked twice is asked once, for all reasons together."""

from collections.abc import Sequence
from typing import Any

from approvals.models.words import Mode
from approvals.services.wishing import Ask

Groups = dict[Any, list[Ask]]
Taken = dict[int, Any]


def merged(asks: Sequence[Ask]) -> list[list[Ask]]:
    """Wishes for the same people as one; who has to agree anyway is not asked a second time beside others.

    What is left of a role when one person remains is that person's, so that each step can be decided by another.
    A role whose only holder is asked by name already is heard there.
    """
    groups: Groups = {}
    for ask in asks:
        groups.setdefault(ask.key, []).append(ask)
    taken: Taken = {group[0].people[0]: key for key, group in groups.items() if group[0].is_one}
    shared = [key for key, group in groups.items() if group[0].named and not group[0].is_one]
    for key in sorted(shared, key=lambda each: not groups[each][0].hears_all):
        _share(groups, key, taken)
    certain = {pk: key for pk, key in taken.items() if groups[key][0].hears_all}
    roles = [key for key, group in groups.items() if not group[0].named]
    for key in sorted(roles, key=lambda role: len(groups[role][0].people)):
        _narrow(groups, key, certain)
    return list(groups.values())


def _share(groups: Groups, key: Any, taken: Taken) -> None:
    """Of several who are asked by name, those asked elsewhere are heard there and counted as having been asked."""
    ask = groups[key][0]
    gone = [pk for pk in ask.people if pk in taken]
    left = tuple(pk for pk in ask.people if pk not in taken)
    heard = [pk for pk in gone if groups[taken[pk]][0].hears_all]
    needed = ask.needed - len(heard) if ask.mode == Mode.SHARE else ask.needed
    if not left or needed <= 0:
        _hear_there(groups, key, gone, taken, alone=True)
        return
    if ask.mode != Mode.ANY:
        _hear_there(groups, key, gone, taken, alone=False)
    if gone:
        groups[key] = [one.narrowed(left, needed) for one in groups[key]]
    taken.update(dict.fromkeys(left, key))


def _hear_there(groups: Groups, key: Any, gone: Sequence[int], taken: Taken, *, alone: bool) -> None:
    """Give the reasons of a group to the groups its people are asked in; alone, it is no step of its own."""
    wishes = groups.pop(key) if alone else groups[key]
    places = list(dict.fromkeys(taken[pk] for pk in gone))
    any_one = alone and wishes[0].mode == Mode.ANY
    for place in places[:1] if any_one else places:
        groups[place] = [*groups[place], *wishes]


def _narrow(groups: Groups, key: Any, taken: Taken) -> None:
    """A role without those who are heard elsewhere."""
    holders = groups[key][0].people
    left = tuple(pk for pk in holders if pk not in taken)
    if not left:
        groups[taken[holders[0]]] += groups.pop(key)
        return
    groups[key] = [ask.narrowed(left) for ask in groups[key]]
    if len(left) == 1:
        taken[left[0]] = key
