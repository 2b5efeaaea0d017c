"""Count how the pages of a printed book are found again in its e-book, once both are built.

python tests/benchmarks/page_list.py DIST

Reads the finished files: the breaks and the text between them from the EPUB, the text of each page from the PDF by
pdfium, which had no part in setting them. What lies between two breaks, but for thirty letters at either end,
must stand on that printed page word for word, indexes aside, whose places are links in one and pages in the other.
Every note's mark must stand behind the break of the page that the record of the build gives.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

from kirovbook.check.epub_reading import read_epub
from kirovbook.check.page_list_reading import BrokenFile, read_page_list
from kirovbook.check.pdf_text import read_pages
from kirovbook.model.letters import bare
from kirovbook.model.printed_page import STANDS_FOR

LETTERS_LEFT, LONG_ENOUGH = 30, 90
FIGURES = re.compile(r"\d+")
"""Page numbers and marks of notes in print."""
INDEXES = ("source-index", "names-index", "nav")


def main() -> None:
    """Print the count."""
    dist = Path(sys.argv[1])
    record = json.loads(next(dist.glob("*.json")).read_text(encoding="utf-8"))
    edition = next(each for each in record["editions"].values() if each["pages_of"])
    printed = record["editions"][edition["pages_of"]]
    path = dist / edition["file"]
    read = read_epub(path)
    if read is None:
        sys.exit(f"{path} can't be read")
    pages = read_page_list(path, read)
    texts = dict(zip(printed["labels"], map(bare, read_pages((dist / printed["file"]).read_bytes())), strict=False))
    count: Counter[str] = Counter()
    for file in pages.files:
        for label, text in between_breaks(file):
            count[judged(text, texts.get(label, ""), file.href.partition(".")[0], label)] += 1
    folios = {note["unit"]: {} for note in record["notes"]}
    for note in record["notes"]:
        folios[note["unit"]][f"mark-{note['number']}"] = note["page"].get(edition["pages_of"])
    marks = Counter(
        folios.get(file.href.removesuffix(".xhtml"), {}).get(name) == label
        for file in pages.files for name, label in file.marks
    )
    print(f"{record['title']}: {len(printed['labels'])} printed pages, "
          f"{sum(len(file.breaks) for file in pages.files)} breaks, {len(pages.lines)} lines in the list of pages")
    print("text between two breaks:", dict(count))
    print(f"marks of notes on the page of their note: {marks[True]} of {sum(marks.values())}")


def between_breaks(file: BrokenFile) -> list[tuple[str, str]]:
    """Give the label of each page that begins in a file, and what stands there between its break and the next."""
    ends = [*(each.letters for each in file.breaks[1:]), len(file.letters)][-len(file.breaks):] if file.breaks else []
    return [(each.label, file.letters[each.letters:end]) for each, end in zip(file.breaks, ends, strict=True)]


def judged(text: str, page: str, unit: str, label: str) -> str:
    """Say of the text between two breaks whether it is that of a printed page."""
    pieces = [piece for piece in FIGURES.sub("", text).split(STANDS_FOR) if len(piece) >= LONG_ENOUGH]
    if unit in INDEXES:
        return "in an index or the contents"
    if not pieces:
        return "blank, or too short to tell"
    page = FIGURES.sub("", page)
    # At either end a divided word stands on the page before.
    is_there = all(piece[LETTERS_LEFT:-LETTERS_LEFT] in page for piece in pieces)
    return "found in print" if is_there else f"not found: page {label}"


if __name__ == "__main__":
    main()
