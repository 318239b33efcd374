"""The way through a policy as it is drawn: what leads to whom, and who is asked at the same time."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from approvals.services.sentences import Sentence


@dataclass
class Branch:
    """One station: neighbouring sentences that ask the same people in the same way are one."""

    sentences: list[Sentence] = field(default_factory=list)

    @property
    def parts(self) -> dict[str, str]:
        return self.sentences[0].parts

    @property
    def asks(self) -> tuple[str, ...]:
        return tuple(self.parts[name] for name in ("who", "how", "limit"))


def stages_of(sentences: Sequence[Sentence]) -> list[list[Branch]]:
    """The stations in order; those asked together stand side by side."""
    stages: list[list[Branch]] = []
    for one in sentences:
        new = Branch([one])
        if one.rule.together and stages:
            stages[-1].append(new)
        elif stages and len(stages[-1]) == 1 and stages[-1][0].asks == new.asks:
            stages[-1][0].sentences.append(one)
        else:
            stages.append([new])
    return stages
