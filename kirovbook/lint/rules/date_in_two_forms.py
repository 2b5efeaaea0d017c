"""T109: dates in two forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kirovbook.diagnostics import Related
from kirovbook.lint.dates import WrittenDate, dates_in
from kirovbook.lint.own_words import OwnWords
from kirovbook.lint.prose import Stretch
from kirovbook.lint.registry import Finding, rule
from kirovbook.model.house_rules import DateForm


@rule("T109", hint="write dates in one form throughout; [lint] dates = '...' in book.toml says in which")
def date_in_two_forms(own_words: OwnWords) -> Iterator[Finding]:
    """The author writes dates in two forms; the rarer one is reported, or the one that book.toml does not want.

    Quotations, titles and the sources keep theirs; ordinals (the 3rd of May) are neither. Allow it where it is meant:
    <!-- allow: date-in-two-forms -->

    Wrong:  He came on 1 December 1934 and left on December 3, 1934.
    Right:  He came on 1 December 1934 and left on 3 December 1934.
    """
    if not own_words.lang.startswith("en"):
        return
    found = [(stretch, date) for stretch in own_words for date in dates_in(stretch.words) if date.year and date.form]
    counts = Counter(date.form for _, date in found)
    wanted = own_words.house.dates
    if wanted is DateForm.BOOK:
        if len(counts) < 2:  # noqa: PLR2004 - two forms
            return
        wanted = max((DateForm.DAY_FIRST, DateForm.MONTH_FIRST), key=lambda form: counts[form])
    other = next((pair for pair in found if pair[1].form is wanted), None)
    for stretch, date in found:
        if date.form is not wanted:
            yield _finding(stretch, date, other, wanted)


def _finding(
    stretch: Stretch, date: WrittenDate, other: tuple[Stretch, WrittenDate] | None, wanted: DateForm
) -> Finding:
    shown = " ".join(stretch.words[date.start : date.end].split())
    related = (Related(other[0].place(other[1].start), "a date in the other form"),) if other else ()
    length = stretch.length(date.start, date.end)
    return Finding(stretch.place(date.start), f"{shown!r} is not written as {wanted.value!r} is", length, related)
