"""Show the rules the works that the book cites, and their values as they stand in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kirovbook.diagnostics import Place
from kirovbook.model.source import Field, Work
from kirovbook.parse.bibliography import is_csl_json
from kirovbook.parse.bibtex import WrittenEntry, WrittenField, read_blocks
from kirovbook.parse.sheet import Sheet, make_sheet
from kirovbook.project import ManuscriptFile
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Works:
    """The cited works in the order of the bibliography; ``written`` holds fields of ``.bib`` files by their place."""

    works: tuple[Work, ...]
    written: Mapping[Place, tuple[Sheet, WrittenField]]

    def __iter__(self) -> Iterator[Work]:
        return iter(self.works)

    def find(self, field: Field, pattern: re.Pattern[str]) -> Iterator[tuple[Place, str, int]]:
        """Find a pattern in the lines of a value as they stand in the file: the place, the words and their length.

        What ``#`` joins, and CSL-JSON, is searched as it was read; the place is then the field's, the length 0.
        """
        if field.place not in self.written:
            for found in pattern.finditer(field.value):
                yield field.place, found[0], 0
            return
        sheet, written = self.written[field.place]
        offset, end = written.value
        for line in sheet.text[offset:end].split("\n"):
            for found in pattern.finditer(line):
                yield sheet.place(offset + found.start()), found[0], len(found[0])
            offset += len(line) + 1


def works_of(files: Iterable[ManuscriptFile], works: tuple[Work, ...]) -> Works:
    """Find how the fields of some works are written in the files of the bibliography."""
    asked = {field.place for work in works for field in work.fields}
    sheets = (make_sheet(file.text, file.path) for file in files if works and not is_csl_json(file))
    fields = (
        (sheet.place(field.start), (sheet, field))
        for sheet in sheets
        for block in read_blocks(sheet.text)
        if isinstance(block, WrittenEntry)
        for field in block.fields
        if len(field.pieces) == 1
    )
    return Works(works, {place: written for place, written in fields if place in asked})
