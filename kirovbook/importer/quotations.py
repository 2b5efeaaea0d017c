"""Link quotations of the narrative to the sources that they repeat, and to the works of those who are quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kirovbook.diagnostics import Place
from kirovbook.importer import signs
from kirovbook.importer.page import Kind, Log, Piece, shortened
from kirovbook.quick_dataclass import dataclass

SHINGLE = 5
"""Words in a shingle."""
LEAST = 0.3
"""Of a quotation's shingles in a passage: measured pairs had 0.65 or more, chance had 0.05 or less."""
MOST_QUOTATIONS = 5_000
MUCH = 8_000_000
"""In signs of passages: longer ones are not searched."""

_QUOTED = re.compile(r'"([^"]{20,})(?:"|$)|“([^”]{20,})(?:”|$)')
_SAYING = re.compile(
    r"\b(?:said|says|wrote|writes|written|argued|argues|claimed|claims|recalled|recalls|remembered|remembers|"
    r"pointed out|points out|commented|comments|explained|explains|described|describes|reported|reports|observed|"
    r"noted|notes|suggested|suggests|declared|stated|states|told|added|concluded|admitted|believed|maintains?)\b",
    re.IGNORECASE,
)
_ACCORDING = re.compile(r"\b(?:According to|In the words of|As)\b")


@dataclass(frozen=True, slots=True)
class Target:
    """A source that can be linked to: its id, its work's key, its passage's words."""

    id: str
    key: str
    passage: str


@dataclass(frozen=True, slots=True)
class _Quotation:
    start: int
    end: int
    shingles: frozenset[int]


def shingles(text: str) -> frozenset[int]:
    """Give the shingles of a text, as numbers."""
    folded = [word.casefold() for word in signs.words(text)]
    return frozenset(hash(tuple(folded[at : at + SHINGLE])) for at in range(len(folded) - SHINGLE + 1))


def _quotations(text: str) -> Iterator[_Quotation]:
    for found in _QUOTED.finditer(text):
        held = shingles(signs.kept(found[1] or found[2]))
        if held:
            yield _Quotation(found.start(), found.end(), held)


class Links:
    """What quotations may lead to. ``authors`` gives the keys of an author's works by family name."""

    def __init__(self, targets: Sequence[Target], authors: Mapping[str, Sequence[str]], log: Log) -> None:
        self._targets = targets
        self._authors = authors
        self._log = log
        self._names = (
            re.compile(rf"\b({'|'.join(map(re.escape, sorted(authors, key=len, reverse=True)))})\b")
            if authors
            else None
        )

    def link(self, pieces: Sequence[Piece], file: str) -> list[Piece]:
        """Give the pieces with a link after each quotation that has one."""
        found = {
            index: list(_quotations(piece.text))
            for index, piece in enumerate(pieces)
            if piece.kind in {Kind.PARAGRAPH, Kind.QUOTATION} and ('"' in piece.text or "“" in piece.text)
        }
        best = self._nearest([one for some in found.values() for one in some][:MOST_QUOTATIONS])
        linked = list(pieces)
        for index, some in found.items():
            for one in reversed(some):
                linked[index] = self._with_link(linked[index], one, best.get(id(one)), file)
        return linked

    def _nearest(self, quotations: Sequence[_Quotation]) -> dict[int, Target]:
        """Find for each quotation the passage that holds most of its shingles."""
        wanted: dict[int, list[int]] = {}
        for number, one in enumerate(quotations):
            for shingle in one.shingles:
                wanted.setdefault(shingle, []).append(number)
        best: dict[int, tuple[float, Target]] = {}
        left = MUCH if wanted else 0
        for target in self._targets:
            left -= len(target.passage)
            if left < 0:
                break
            held: dict[int, int] = {}
            for shingle in shingles(target.passage):
                for number in wanted.get(shingle, ()):
                    held[number] = held.get(number, 0) + 1
            for number, count in held.items():
                share = count / len(quotations[number].shingles)
                if share >= LEAST and share > best.get(number, (0.0, target))[0]:
                    best[number] = share, target
        return {id(quotations[number]): target for number, (_, target) in best.items()}

    def _with_link(self, piece: Piece, one: _Quotation, target: Target | None, file: str) -> Piece:
        key = target.key if target and target.key else self._speaker(piece, one.start, file)
        if not target and not key:
            return piece
        text, end = piece.text, one.end
        stop = re.compile(r"[.,;:!?]*").match(text, end)
        after = stop.end() if stop else end
        link = signs.add(f" ([@src:{target.id}])") if target else ""
        cite = signs.add(f"[@{key}]") if key else ""
        linked = text[:end] + link + text[end:after] + cite + text[after:]
        linked_to = ([f"source {target.id!r}"] if target else []) + ([f"work {key!r}"] if key else [])
        what = " and ".join(linked_to)
        line = piece.line + text.count("\n", 0, one.start)
        words = shortened(signs.line(text[one.start : end]), 50)
        self._log.repaired("links", Place(file, line), f"linked {words} to {what}")
        return replace(piece, text=linked)

    def _speaker(self, piece: Piece, start: int, file: str) -> str:
        """Give the work of the person who is named as speaking before a quotation, if there is just one."""
        before = signs.kept(piece.text[max(0, start - 240) : start])
        before = re.split(r"(?<=[.!?”\"])\s", before)[-1] if before else ""
        if self._names is None or not (_SAYING.search(before) or _ACCORDING.search(before)):
            return ""
        named = self._names.findall(before)
        keys = self._authors[named[-1]] if named else ()
        if len(keys) > 1:
            place = Place(file, piece.line + piece.text.count("\n", 0, start))
            message = f"{named[-1]} is quoted, and has {len(keys)} works in the bibliography"
            self._log.ask("I116", place, message, f"cite one of them: {', '.join(f'[@{key}]' for key in keys[:4])}")
        return keys[0] if len(keys) == 1 else ""
