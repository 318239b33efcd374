"""What differs between two versions of a policy, sentence by sentence."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from approvals.models import Policy, Rule
from approvals.services.publishing import COPIED
from approvals.services.sentences import PARTS, Sentence, sentences_of

CONTENT = tuple(name for name in COPIED if name != "position")


@dataclass(frozen=True)
class Difference:
    """One sentence of either version: added, removed, changed, moved or the same."""

    kind: str
    before: Sentence | None
    after: Sentence | None

    @property
    def sentence(self) -> Sentence:
        return self.after or self.before  # type: ignore[return-value]

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """What it says otherwise: the part, what it was, what it is."""
        if self.before is None or self.after is None:
            return []
        old, new = self.before.parts, self.after.parts
        return [(str(label), old[part], new[part]) for part, label in PARTS.items() if old[part] != new[part]]


def compare(old: Policy, new: Policy) -> list[Difference]:
    """Every sentence of the new version in its order, then what the old one said and the new one does not."""
    return compare_sentences(sentences_of(old), sentences_of(new))


def compare_sentences(old: Sequence[Sentence], new: Sequence[Sentence]) -> list[Difference]:
    """The same for sentences in hand."""
    pairs = _paired(old, new)
    moved = _moved([old.index(before) for before in map(pairs.get, range(len(new))) if before is not None])
    found = []
    for place, after in enumerate(new):
        before = pairs.get(place)
        found.append(Difference(_kind(before, after, moved, old), before, after))
    left = [one for one in old if not any(one is before for before in pairs.values())]
    return found + [Difference("removed", one, None) for one in left]


def _kind(before: Sentence | None, after: Sentence, moved: set[int], old: Sequence[Sentence]) -> str:
    if before is None:
        return "added"
    if content(before.rule) != content(after.rule):
        return "changed"
    return "moved" if old.index(before) in moved else "same"


def _paired(old: Sequence[Sentence], new: Sequence[Sentence]) -> dict[int, Sentence]:
    """For each place of the new version the sentence it was: first the very same, then the one of the same name."""
    free, pairs = list(old), {}
    for same in (lambda rule: content(rule), lambda rule: rule.name):
        for place, after in enumerate(new):
            if place in pairs:
                continue
            match = next((one for one in free if same(one.rule) == same(after.rule)), None)
            if match is not None:
                pairs[place] = match
                free = [one for one in free if one is not match]
    return pairs


def _moved(places: list[int]) -> set[int]:
    """Which of the old places stand out of their order; the longest run that kept it stays."""
    kept: set[int] = set()
    for block in SequenceMatcher(None, sorted(places), places, autojunk=False).get_matching_blocks():
        kept |= set(places[block.b : block.b + block.size])
    return set(places) - kept


def content(rule: Rule) -> str:
    """All a sentence says, whatever its place."""
    return json.dumps({name: _plain(getattr(rule, name)) for name in CONTENT}, sort_keys=True)


def _plain(value: Any) -> Any:
    return value if isinstance(value, (list, bool, int, str, type(None))) else str(value)
