"""Prove that an e-book is broken into the pages of the printed book: all of them, in order, each with its own words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from kirovbook.check.epub_reading import UNREADABLE, read_spine
from kirovbook.check.page_list_reading import BrokenFile, ReadBreak, ReadPageList, read_page_list
from kirovbook.diagnostics import ERROR, Diagnostic, Place
from kirovbook.model.book import ArrangedBook, LeafKind
from kirovbook.model.letters import bare
from kirovbook.model.printed_page import PrintedBook
from kirovbook.quick_dataclass import dataclass
from kirovbook.render.epub.addresses import leaves_with_page, survey

_SHOWN = 60
_REPORT = "report this with the manuscript: the e-book must have the pages of the printed book"
_WORDED_ALIKE = frozenset({
    LeafKind.CHAPTER, LeafKind.PART, LeafKind.SOURCE, LeafKind.ACKNOWLEDGEMENTS, LeafKind.SOURCE_INDEX,
    LeafKind.NAMES_INDEX, LeafKind.SOURCES_OPENING,
})


def prove_page_list(path: Path, arranged: ArrangedBook, printed: PrintedBook) -> tuple[Diagnostic, ...]:
    """Give an error for each page of the printed book that the e-book at ``path`` lacks, misplaces or breaks elsewhere.

    The text between two breaks must be the text of that page. Title pages, imprint, contents and a source that one of
    the two editions retells are worded by each edition for itself: of their pages the order alone is proved.
    """
    pages = _read_pages(path)
    if pages is None:
        return ()  # Is said by the proof of the e-book itself.
    return (
        *_prove_order(pages, printed.labels, arranged.edition.place), *_prove_texts(pages, printed, arranged),
        *_prove_marks(pages, printed, arranged),
    )


def prove_page_order(path: Path, labels: tuple[str, ...], place: Place) -> tuple[Diagnostic, ...]:
    """Give an error where the breaks in the e-book at ``path``, or the list of them, are not the pages ``labels``."""
    pages = _read_pages(path)
    return tuple(_prove_order(pages, labels, place)) if pages else ()


def _read_pages(path: Path) -> ReadPageList | None:
    read = read_spine(path)
    try:
        return read_page_list(path, read) if read else None
    except UNREADABLE:
        return None


def _prove_order(pages: ReadPageList, printed: tuple[str, ...], place: Place) -> Iterator[Diagnostic]:
    """Every page has one break, in the order of the book, and one line in the list that leads there."""
    breaks = tuple((each.label, f"{file.href}#{each.name}") for file in pages.files for each in file.breaks)
    for called, found in (("breaks", breaks), ("list", pages.lines)):
        labels = tuple(label for label, _ in found)
        lost = [label for label in printed if label not in labels]
        if lost:
            yield _error("E140", place,
                         f"the printed pages {', '.join(lost[:10])} are missing from the e-book's {called} of pages")
        elif labels != printed:
            yield _error("E141", place, f"the e-book's {called} of pages are not those of the print")
    if breaks != pages.lines:
        wrong = next((one[0] for one, other in zip(breaks, pages.lines, strict=False) if one != other), "")
        yield _error("E141", place, f"the e-book's list of pages does not lead to page {wrong}")


@dataclass(frozen=True, slots=True)
class _Share:
    """What a printed page has of a unit: its label, how many of the unit's letters stand before it, and its own."""

    label: str
    before: int
    letters: str


def _prove_texts(pages: ReadPageList, printed: PrintedBook, arranged: ArrangedBook) -> Iterator[Diagnostic]:
    files = {file.href: file for file in pages.files}
    addresses, shares = survey(arranged), _shares(printed)
    for leaf in leaves_with_page(arranged):
        if leaf.kind in _WORDED_ALIKE and leaf.unit not in printed.worded_otherwise and leaf.unit in shares:
            file = files[addresses.of(leaf.unit)]
            yield from _prove_unit(file, shares[leaf.unit], arranged.place_of(leaf))


def _shares(printed: PrintedBook) -> Mapping[str, list[_Share]]:
    shares: dict[str, list[_Share]] = defaultdict(list)
    for page in printed.pages:
        for part in page.parts:
            before = sum(len(each.letters) for each in shares[part.unit][-1:])
            before += shares[part.unit][-1].before if shares[part.unit] else 0
            shares[part.unit].append(_Share(page.label, before, part.letters))
    return shares


def _prove_unit(file: BrokenFile, shares: list[_Share], place: Place) -> Iterator[Diagnostic]:
    """Hold the letters of a unit against those of its printed pages, and each break against the page's first letter."""
    breaks = {each.label: each for each in file.breaks}
    for number, share in enumerate(shares):
        shown = file.letters[share.before:share.before + len(share.letters)]
        if shown != share.letters:
            at = next((n for n, (one, other) in enumerate(zip(shown, share.letters, strict=False)) if one != other),
                      min(len(shown), len(share.letters)))
            words = share.letters[at:at + _SHOWN]
            yield _error("E142", place,
                         f"page {share.label} and {file.href!r} of the e-book have not the same words: {words!r}")
            return
        found = breaks.get(share.label)
        opens_here = number > 0 or found is not None
        if opens_here and (found is None or not _stands_before(found, share.before)):
            yield _error("E142", place, f"the break of page {share.label} is not before the page's first word: "
                                        f"{share.letters[:_SHOWN]!r}")
    printed = shares[-1].before + len(shares[-1].letters)
    if len(file.letters) > printed:
        yield _error("E142", place, f"the e-book has words that no printed page has: "
                                    f"{file.letters[printed:printed + _SHOWN]!r}")


def _stands_before(found: ReadBreak, first: int) -> bool:
    """A break may stand before the word that the turn of the page divides, and no further off."""
    return found.letters == first or 0 < first - found.letters < len(bare(found.following))


def _prove_marks(pages: ReadPageList, printed: PrintedBook, arranged: ArrangedBook) -> Iterator[Diagnostic]:
    """A note's mark stands on the same page in both: "page 12, note 3" is the same note."""
    files = {file.href: dict(file.marks) for file in pages.files}
    addresses = survey(arranged)
    for leaf in leaves_with_page(arranged):
        for note in leaf.content.notes if leaf.content and leaf.unit not in printed.worded_otherwise else ():
            folio = printed.folios.get(f"mark-{note.unit}-{note.number}")
            label = files[addresses.of(leaf.unit)].get(f"mark-{note.number}", "")
            if folio and label and label != folio:
                yield _error("E143", note.place, f"note {note.number} is on page {folio} in print, "
                                                 f"and on page {label} in the e-book")


def _error(code: str, place: Place, message: str) -> Diagnostic:
    return Diagnostic(code, ERROR, place, message, _REPORT)
