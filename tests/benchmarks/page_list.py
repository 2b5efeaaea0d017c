"""Count how the pages of a printed book are found again in its e-book, once both are built.

python tests/benchmarks/page_list.py DIST

Reads the finished files: the breaks and the text between them from the EPUB, the text of each page from the PDF by
pdfium, which had no part in setting them. The words at the head and at the foot of what lies between two breaks must
stand on that printed page, and every note's mark behind the break of the page that the record of the build gives.
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

WORDS_HELD = 24
NOT_HELD = re.compile(r"[\d\ufffc]")
MOST_LOST = 40
"""Letters of a divided word that stand on the page before, or of a column's head that is printed anew."""


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
    texts = dict(zip(printed["labels"], map(letters, map(bare, read_pages((dist / printed["file"]).read_bytes()))),
                     strict=False))
    count: Counter[str] = Counter()
    for file in pages.files:
        for label, text in between_breaks(file):
            said = letters(text)
            count["without text of their own" if not said else
                  "found in print" if is_on(said, texts.get(label, "")) else f"not found: {label}"] += 1
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


def letters(text: str) -> str:
    """Leave out figures, which are page numbers and marks in print, and what stands for a picture."""
    return NOT_HELD.sub("", text)


def between_breaks(file: BrokenFile) -> list[tuple[str, str]]:
    """Give the label of each page that begins in a file, and what stands there between its break and the next."""
    ends = [*(each.letters for each in file.breaks[1:]), len(file.letters)][-len(file.breaks):] if file.breaks else []
    return [(each.label, file.letters[each.letters:end]) for each, end in zip(file.breaks, ends, strict=True)]


def is_on(said: str, page: str) -> bool:
    """Answer whether the words at the head and at the foot of a text stand on a page."""
    head, foot = said[MOST_LOST:][:WORDS_HELD], said[:-MOST_LOST][-WORDS_HELD:]
    return head in page and foot in page


if __name__ == "__main__":
    main()
