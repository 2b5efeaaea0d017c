"""Look over the pages of an edition as a compositor does before the plates are cast.

Every finding names the line of the manuscript whose words stand there and the page they stand on. What runs out of
its place is a warning; the rest is advice: another word, or a hyphen allowed, often mends it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from kirovbook.diagnostics import ADVICE, WARNING, Diagnostic, Place, Severity
from kirovbook.model.edition import Edition
from kirovbook.model.printed_page import Gap, PrintedLine, PrintedPage
from kirovbook.quick_dataclass import dataclass

_SHOWN = 40
_HYPHENS = ("\u2010", "-", "\u00ad")
_WORD_JOINER = "\u2060"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_FOOT_OF_A_PAGE = 0.6
_REWORD = "change a word of the paragraph, or allow a hyphen with a soft hyphen (&shy;)"


@dataclass(frozen=True, slots=True)
class PageLimits:
    """What is borne: ``edge`` and ``overlap`` in points, word spaces in em more or less than the font's own.

    A river is white of at least ``river_gap`` em that goes on through ``river_lines`` lines; of all lines ``rivers``
    may lie in one.
    """

    edge: float = 1.5
    overlap: float = 1.0
    loose: float = 0.6
    tight: float = -0.08
    river_gap: float = 0.4
    river_lines: int = 4
    rivers: float = 1 / 200


USUAL_LIMITS = PageLimits()


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to see on a page: ``said`` goes on with the page's number."""

    code: str
    severity: Severity
    place: Place
    said: str
    hint: str

    def diagnostic(self, label: str, edition: str) -> Diagnostic:
        """Give what the author is told, with the label of the page."""
        return Diagnostic(self.code, self.severity, self.place, f"{self.said} on page {label}{edition}", self.hint)


@dataclass(frozen=True, slots=True)
class LookedOver:
    """What was seen on a page: faults, and the rivers that are faults where the edition has many.

    Of ``lines`` of text ``in_rivers`` lie in one.
    """

    faults: tuple[Fault, ...]
    rivers: tuple[Fault, ...]
    lines: int
    in_rivers: int


def look_over(page: PrintedPage, limits: PageLimits = USUAL_LIMITS) -> LookedOver:
    """Look over one page."""
    faults = (
        *_outside(page, limits), *_overlapping(page, limits), *_badly_spaced(page, limits), *_at_the_head(page),
        *_at_the_foot(page),
    )
    rivers = tuple(_rivers_of(page, limits))
    return LookedOver(faults, tuple(map(_river, rivers)), len(page.text), sum(map(len, rivers)))


def tell_faults(
    looked_over: Sequence[LookedOver], labels: Sequence[str], edition: Edition, limits: PageLimits = USUAL_LIMITS,
) -> tuple[Diagnostic, ...]:
    """Give what a careful compositor would mend on the pages of an edition, which have these labels.

    Each river is named if so many lines lie in one that a reader would see it.
    """
    called = f" of the edition {edition.name!r}" if edition.is_handout else ""
    are_seen = sum(page.in_rivers for page in looked_over) > limits.rivers * sum(page.lines for page in looked_over)
    return tuple(
        fault.diagnostic(label, called)
        for label, page in zip(labels, looked_over, strict=False)
        for fault in (*page.faults, *(page.rivers if are_seen else ()))
    )


def find_page_faults(
    pages: Sequence[PrintedPage], edition: Edition, limits: PageLimits = USUAL_LIMITS
) -> tuple[Diagnostic, ...]:
    """Look over pages and give what is to be mended."""
    seen = [look_over(page, limits) for page in pages]
    return tell_faults(seen, [page.label for page in pages], edition, limits)


def _shown(line: PrintedLine) -> str:
    words = _bare(line)
    return repr(words if len(words) <= _SHOWN else f"{words[:_SHOWN].rstrip()}…")


def _shown_end(line: PrintedLine) -> str:
    return repr(f"…{_bare(line)[-_SHOWN:].lstrip()}")


def _bare(line: PrintedLine) -> str:
    return line.words.replace(_WORD_JOINER, "").strip()


def _outside(page: PrintedPage, limits: PageLimits) -> Iterator[Fault]:
    for line in chain(page.text, page.notes):
        reach = max(line.reach, page.right)
        over = max(line.right - reach, line.bottom - page.bottom, page.top - line.top, page.left - line.left)
        is_margin = line.left < page.left and line.right <= reach and line.top >= page.top
        if over > limits.edge and not (is_margin and line.bottom <= page.bottom + limits.edge and line.left > 0):
            yield Fault("L110", WARNING, line.place,
                         f"the line {_shown(line)} runs {over:.0f} pt out of the type area",
                         "break the long word or the table's row, or give it more room in a style sheet")


def _overlapping(page: PrintedPage, limits: PageLimits) -> Iterator[Fault]:
    """The text that reaches into the notes, and notes that reach into each other."""
    if not page.notes:
        return
    foot = min(line.top for line in page.notes)
    lowest = max(page.text, key=lambda line: line.bottom, default=None)
    if lowest is not None and lowest.bottom > foot + limits.overlap:
        yield Fault("L111", WARNING, lowest.place, f"the line {_shown(lowest)} stands over the notes",
                     "make the picture or the table smaller, or the note shorter")
    for line, following in pairwise(page.notes):
        # The mark of a list's item stands beside its line.
        is_beside = following.left >= line.right or following.right <= line.left
        if line.block != following.block and not is_beside and following.top < line.bottom - limits.overlap:
            yield Fault("L111", WARNING, following.place, f"the line {_shown(following)} stands over another note",
                         "take back what a style sheet says of notes")


def _badly_spaced(page: PrintedPage, limits: PageLimits) -> Iterator[Fault]:
    for line in chain(page.text, page.notes):
        if line.stretch > limits.loose:
            yield Fault("L112", ADVICE, line.place,
                         f"the words of the line {_shown(line)} stand {line.stretch:.1f} em too far apart",
                         _REWORD)
        if line.stretch < limits.tight:
            yield Fault("L113", ADVICE, line.place,
                         f"the words of the line {_shown(line)} stand {-line.stretch:.1f} em too close",
                         "give the words more room in a style sheet")


def _at_the_foot(page: PrintedPage) -> Iterator[Fault]:
    """What a page should not end with."""
    last = _last(page)
    if last is not None:
        # A title that has its page to itself stands where it should.
        is_alone = all(line.tag in _HEADINGS for line in page.text)
        foot = page.top + _FOOT_OF_A_PAGE * (page.bottom - page.top)
        if last.tag in _HEADINGS and not is_alone and last.bottom > foot:
            yield Fault("L116", WARNING, last.place, f"the heading {_shown(last)} stands at the foot",
                         "let the style sheet say 'break-after: avoid' for headings")
        if last.opens and not last.ends:
            yield Fault("L115", ADVICE, last.place,
                         f"the first line of a paragraph, {_shown(last)}, stands alone at the foot",
                         "let the style sheet say 'orphans: 2'")
        if page.is_recto and not last.ends and last.words.rstrip().endswith(_HYPHENS):
            yield Fault("L117", ADVICE, last.place,
                         f"a word is divided over the turn of the leaf, {_shown_end(last)},", _REWORD)


def _at_the_head(page: PrintedPage) -> Iterator[Fault]:
    """What a page should not begin with."""
    first = _first(page)
    if first is not None and first.ends and not first.opens:
        yield Fault("L114", ADVICE, first.place,
                    f"the last line of a paragraph, {_shown(first)}, stands alone at the head",
                     "let the style sheet say 'widows: 2', or change the length of the paragraph")


def _last(page: PrintedPage) -> PrintedLine | None:
    last = page.text[-1] if page.text else None
    return last if last and last.bottom >= max(line.bottom for line in page.text) else None


def _first(page: PrintedPage) -> PrintedLine | None:
    first = page.text[0] if page.text else None
    return first if first and first.top <= min(line.top for line in page.text) else None


def _river(run: tuple[PrintedLine, ...]) -> Fault:
    said = f"a river of white runs down {len(run)} lines from {_shown(run[0])}"
    return Fault("L118", ADVICE, run[0].place, said, _REWORD)


def _rivers_of(page: PrintedPage, limits: PageLimits) -> Iterator[tuple[PrintedLine, ...]]:
    """Give the lines through which white goes on, each run once."""
    flowing: list[tuple[Gap, list[PrintedLine]]] = []
    for line in page.text:
        wide = [gap for gap in line.gaps if gap.right - gap.left >= limits.river_gap * line.size]
        on = [(gap, [*run, line]) for gap in wide for above, run in flowing if _meet(above, gap)]
        ended = [run for above, run in flowing if not any(_meet(above, gap) for gap in wide)]
        longest = max(ended, key=len, default=[])
        if len(longest) >= limits.river_lines and all(len(run) <= len(longest) for _, run in on):
            yield tuple(longest)
        flowing = on + [(gap, [line]) for gap in wide if not any(gap is each for each, _ in on)]
    longest = max((run for _, run in flowing), key=len, default=[])
    if len(longest) >= limits.river_lines:
        yield tuple(longest)


def _meet(above: Gap, below: Gap) -> bool:
    """Answer whether one white flows into the other: over half of the narrower."""
    shared = min(above.right, below.right) - max(above.left, below.left)
    return shared > min(above.right - above.left, below.right - below.left) / 2
