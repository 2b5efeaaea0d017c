"""Gather pairs into groups of one work each, so that no group swallows two that something tells apart.

Pairs that are the same are joined one after another, the surest first: the author's own word, an identifier,
the rest. Two groups are joined only if no description in the one conflicts with any in the other; otherwise
the pair is left as possible, and the conflict is its reason.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import field

from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.dedupe.description import Description
from kirovbook.resolve.dedupe.verdicts import Court, Judgement, Verdict

Pair = tuple[int, int]

_MOST_FORMS = 40
"""Different descriptions in a group that are held against a newcomer; a group with more takes no other group."""


@dataclass(slots=True)
class Gathering:
    """Groups of positions while they grow: ``leader`` leads from a position to its group's first."""

    works: Sequence[Description]
    court: Court
    forbidden: frozenset[Pair]
    leader: dict[int, int] = field(default_factory=dict)
    members: dict[int, list[int]] = field(default_factory=dict)
    forms: dict[int, dict[Hashable, int]] = field(default_factory=dict)
    reasons: dict[int, dict[str, None]] = field(default_factory=dict)

    def lead(self, position: int) -> int:
        """Give the first position of the group that a position is in."""
        while position in self.leader:
            position = self.leader[position]
        return position

    def group(self, first: int) -> list[int]:
        """Give the positions of the group led by ``first``."""
        return self.members.get(first, [first])

    def join(self, pair: Pair, reasons: Iterable[str], *, is_ordered: bool = False) -> str:
        """Join two groups and give nothing, or give the reason why they stay apart.

        ``is_ordered``: the author has said that they are one, so that no conflict counts but his own word.
        """
        one, other = sorted((self.lead(pair[0]), self.lead(pair[1])))
        if one == other:
            self.reasons.setdefault(one, {}).update(dict.fromkeys(reasons))
            return ""
        if self.is_forbidden(one, other):
            return "the author says that they differ"
        if not is_ordered and (conflict := self.conflict(one, other)):
            return conflict
        self.forms[one] = self._forms(one) | self._forms(other)
        self.members[one] = [*self.group(one), *self.group(other)]
        self.leader[other] = one
        self.reasons[one] = self.reasons.get(one, {}) | dict.fromkeys(reasons) | self.reasons.pop(other, {})
        self.members.pop(other, None)
        self.forms.pop(other, None)
        return ""

    def is_forbidden(self, one: int, other: int) -> bool:
        """Answer whether the author has said that a work of one group is none of the other's."""
        if not self.forbidden:
            return False
        first, second = set(self.group(one)), set(self.group(other))
        return any((a in first and b in second) or (a in second and b in first) for a, b in self.forbidden)

    def _forms(self, first: int) -> dict[Hashable, int]:
        return self.forms.get(first) or {self.court.form(self.works[first]): first}

    def conflict(self, first: int, second: int) -> str:
        """Give what tells any description of one group from any of the other; nothing if they agree."""
        forms, others = self._forms(first), self._forms(second)
        if len(forms) * len(others) > _MOST_FORMS**2 // 4 or max(len(forms), len(others)) > _MOST_FORMS:
            return "there are too many descriptions to compare"
        for one in forms.values():
            for other in others.values():
                conflict = self.court.find_conflict(self.works[one], self.works[other])
                if conflict and not conflict.is_slight:
                    return f"but beside them stands a description in which {conflict.reason}"
        return ""


def join_all(gathering: Gathering, same: Sequence[tuple[Pair, Judgement]]) -> list[tuple[Pair, Judgement]]:
    """Join the pairs in order; give those that had to stay apart, as possible."""
    left: list[tuple[Pair, Judgement]] = []
    for pair, judgement in same:
        if refusal := gathering.join(pair, judgement.reasons):
            left.append((pair, Judgement(Verdict.POSSIBLE, (*judgement.reasons, refusal))))
    return left
