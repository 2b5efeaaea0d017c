"""Measure where the notes of a book of 500 notes come to stand, in three settings, and what that costs.

    PYTHONPATH=tests python tests/benchmarks/notes.py [--without]

Prints for each setting: pages, notes, how many begin on the page of their mark, how many run on to the next page,
how many are lost, stand before their mark, overlap or run out of the type area, and the seconds that one layout
takes. ``--without`` lays the book out a second time as WeasyPrint does it and gives the ratio of the times.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from noted_books import scholarly_book
from small_books import PRINT, with_edition

from kirovbook.arrange.matter import arrange
from kirovbook.arrange.pages import PageNumbers
from kirovbook.check.pdf_integrity import prove_pdf
from kirovbook.export.continued_notes import notes_continued
from kirovbook.export.notes_mending import lost_notes_mended
from kirovbook.export.page_faults import find_page_faults
from kirovbook.export.pdf import LaidOut, lay_out, write_pdf
from kirovbook.export.press import Press, StyleSheet, house_style
from kirovbook.model.book import ArrangedBook
from kirovbook.model.edition import Edition, Trim

NOTES = 500
LEAST_ON_MARKS_PAGE = 0.995
A6 = with_edition(trim=Trim(297.6, 419.5))
SETTINGS = (
    ("default", PRINT, ""),
    ("narrow (A6)", A6, "@page { margin: 50pt 30pt 46pt 30pt }"),
    ("large type (18 pt)", PRINT,
     "html { font-size: 18pt; line-height: 24pt } .note { font-size: 15pt; line-height: 19pt }"),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted in one setting."""

    pages: int
    notes: int
    on_marks_page: int
    before_mark: int
    running_on: int
    lost: int
    overlapping: int
    outside: int

    @property
    def are_kept(self) -> bool:
        wrong = self.lost + self.before_mark + self.overlapping + self.outside
        return not wrong and self.on_marks_page >= LEAST_ON_MARKS_PAGE * self.notes


def lay(
    arranged: ArrangedBook, edition: Edition, css: str, mending: Callable[[], AbstractContextManager[None]],
) -> tuple[LaidOut, float]:
    """Lay the book out, and say how many seconds that took."""
    home = Path(__file__).parent
    styles = (house_style("book"), house_style("print"), StyleSheet(css, home, "styles/own.css"))
    start = time.process_time()
    laid, _ = lay_out(arranged, Press(home, styles, edition.place, mending), PageNumbers({}))
    assert laid is not None
    return laid, time.process_time() - start


def count(laid: LaidOut) -> Figures:
    """Count the notes of a laid-out book, and prove it."""
    begins: dict[str, int] = {}
    stands: dict[str, set[int]] = {}
    for number, page in enumerate(page for each in laid.placed for page in each.gathering.pages):
        for name in (anchor.name for anchor in page.anchors):
            begins.setdefault(name, number)
            stands.setdefault(name, set()).add(number)
    marks = {f"note-{name.removeprefix('mark-')}": page for name, page in begins.items() if name.startswith("mark-")}
    proved = prove_pdf(write_pdf(laid), laid.arranged, laid.labels, laid.anchors)
    faults = find_page_faults(laid.printed, laid.arranged.edition)
    codes = [each.code for each in (*proved, *faults)]
    return Figures(
        pages=laid.filled, notes=len(marks),
        on_marks_page=sum(begins.get(name) == page for name, page in marks.items()),
        before_mark=sum(begins.get(name, page) < page for name, page in marks.items()) + codes.count("P113"),
        running_on=sum(len(stands.get(name, ())) > 1 for name in marks),
        lost=codes.count("P112") + codes.count("P111"), overlapping=codes.count("L111"), outside=codes.count("L110"))


def main() -> int:
    """Print the table; 1 if a bound is not kept."""
    print(f"Notes of a book of {NOTES} notes; layouts in seconds")
    print("setting             pages  notes  on mark's page  run on  lost  before mark  overlapping  outside  layout"
          "  without  ratio")
    is_kept = True
    for name, edition, css in SETTINGS:
        arranged = arrange(scholarly_book(NOTES), edition)
        laid, seconds = lay(arranged, edition, css, notes_continued)
        found = count(laid)
        is_kept = is_kept and found.are_kept
        without = lay(arranged, edition, css, lost_notes_mended)[1] if "--without" in sys.argv else 0
        ratio = f"{without:7.1f}  {seconds / without:5.2f}" if without else "      -      -"
        print(f"{name:18}  {found.pages:5}  {found.notes:5}  {found.on_marks_page / found.notes:13.1%}  "
              f"{found.running_on:6}  {found.lost:4}  {found.before_mark:11}  {found.overlapping:11}  "
              f"{found.outside:7}  {seconds:6.1f}  {ratio}", flush=True)
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
