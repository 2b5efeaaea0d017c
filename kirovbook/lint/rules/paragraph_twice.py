"""T102: the same paragraph twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.diagnostics import Related
from kirovbook.lint.prose import Line, Lines
from kirovbook.lint.registry import Finding, rule

_FEWEST_WORDS = 12
_MARKUP = re.compile(r"[ \t]*(?:#|\||:::|!\[|---|\*[ \t]*\*[ \t]*\*|\[[^\]\n]*\]:)")


@rule("T102", hint="keep one of the two")
def paragraph_twice(lines: Lines) -> Iterator[Finding]:
    """A paragraph of twelve words or more stands twice in the book, word for word.

    Headings, tables, pictures and what is quoted in a block quotation are not counted: a chapter may quote
    what a source prints. Allow it where it is meant: <!-- allow: paragraph-twice -->

    Wrong:  one paragraph in two chapters, left over from moving it
    Right:  the paragraph in one of them
    """
    seen: dict[str, Line] = {}
    for paragraph in lines.paragraphs():
        place, text = paragraph[0]
        words = " ".join(word for _, line in paragraph for word in line.split())
        if words.count(" ") + 1 < _FEWEST_WORDS or _MARKUP.match(text):
            continue
        first, _ = seen.setdefault(words, paragraph[0])
        if first != place:
            start = place.at(len(text) - len(text.lstrip()))
            before = (Related(first, "its first time"),)
            yield Finding(start, "this paragraph stands twice in the book", len(text.strip()), before)
