"""Read the author's bibliography, so that no description of a work is lost on the way.

``.bib`` files are read as BibLaTeX reads them: abbreviations are put in, pieces joined, fields inherited
from ``crossref`` and ``xdata``. Values keep their braces and accents. CSL-JSON is read by
``kirovbook.parse.csl_json`` into the same ``Work``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.diagnostics import ERROR, WARNING, Diagnostic, Outcome, Place, Related
from kirovbook.model.source import Field, Work
from kirovbook.parse.abbreviations import Abbreviations
from kirovbook.parse.bibtex import Abbreviation, Stray, Unreadable, WrittenEntry, read_blocks
from kirovbook.parse.csl_json import read_csl_json
from kirovbook.parse.entry_types import ENTRY_TYPES, known_type
from kirovbook.parse.inheritance import inherit
from kirovbook.parse.sheet import Sheet, make_sheet
from kirovbook.project import ManuscriptFile

_UNUSABLE = re.compile(r"[\s;\[\]{}@]")
_NEEDS_JOINING = re.compile(r"[\n\t\f\v]|  |^ | $")
_SPACES = re.compile(r"[ \t\n\f\v]+")


def read_bibliography(files: tuple[ManuscriptFile, ...]) -> Outcome[tuple[Work, ...]]:
    """Read the bibliography's files into works, in their order, each key once."""
    works: list[Work] = []
    diagnostics: list[Diagnostic] = []
    abbreviations = Abbreviations(tuple(file.text for file in files if not is_csl_json(file)))
    for file in files:
        read = read_csl_json(file) if is_csl_json(file) else _read_bib(file, abbreviations)
        works.extend(read.value)
        diagnostics.extend(read.diagnostics)
    once: dict[str, Work] = {}
    for work in works:
        if work.key in once:
            diagnostics.append(_twice(work.key, work.place, once[work.key].place))
        else:
            once[work.key] = work
    inherited = inherit(tuple(once.values()))
    return Outcome(inherited.value, (*diagnostics, *inherited.diagnostics))


def is_csl_json(file: ManuscriptFile) -> bool:
    """Answer whether a file of the bibliography is CSL-JSON by its name; any other is a ``.bib``."""
    return file.path.lower().endswith(".json")


def _twice(key: str, place: Place, first: Place) -> Diagnostic:
    return Diagnostic(
        "B102",
        ERROR,
        place,
        f"the key '{key}' is given to two works",
        f"give one of them another key; the first is at {first.file}:{first.line}",
        related=(Related(first, "the first work with this key"),),
    )


def _read_bib(file: ManuscriptFile, abbreviations: Abbreviations) -> Outcome[tuple[Work, ...]]:
    sheet = make_sheet(file.text, file.path)
    works: list[Work] = []
    diagnostics: list[Diagnostic] = []
    for block in read_blocks(file.text):
        match block:
            case WrittenEntry():
                works.append(_work(block, sheet, abbreviations, diagnostics))
            case Abbreviation():
                diagnostics.extend(abbreviations.define(block, sheet.place(block.start)))
            case Unreadable():
                diagnostics.append(_unread(sheet, block))
            case Stray():
                diagnostics.extend(_stray(sheet, block))
    return Outcome(tuple(work for work in works if work.key), tuple(diagnostics))


def _unread(sheet: Sheet, block: Unreadable) -> Diagnostic:
    head = sheet.text[block.start : block.start + 60].split("\n")[0].rstrip()
    return Diagnostic(
        "B101",
        ERROR,
        sheet.place(block.start),
        f"this entry cannot be read: {head!r}",
        "close every brace and quotation mark, and put a comma after the key and after each field",
    )


def _stray(sheet: Sheet, block: Stray) -> Iterator[Diagnostic]:
    kind = re.match(r"@[ \t]*(\w+)", block.words)
    if kind is None or kind[1].lower() in ENTRY_TYPES:
        words = block.words[:40]
        message = f"these words stand outside every entry: {words!r}"
        hint = "put them within the braces of an entry, or write '%' before them"
        yield Diagnostic("B112", WARNING, sheet.place(block.start), message, hint, len(words))


def _work(entry: WrittenEntry, sheet: Sheet, abbreviations: Abbreviations, found: list[Diagnostic]) -> Work:
    """Make a work of an entry, and note what is wrong with it."""
    place = sheet.place(entry.start)
    found.extend(_look_at_head(entry, place))
    fields: dict[str, Field] = {}
    for written in entry.fields:
        name = written.name
        where = sheet.place(written.start)
        (first, *rest) = written.pieces or ("",)
        if rest or not isinstance(first, str):
            value, seen = abbreviations.join(written, where)
            found.extend(seen)
        else:
            value = first
        if _NEEDS_JOINING.search(value):
            value = _SPACES.sub(" ", value).strip(" ")
        if name in fields:
            found.append(_given_twice(name, entry.key, where))
        else:
            fields[name] = Field(name, value, where)
    for fault in entry.faults:
        hint = "put a comma after the value, and join pieces with '#'"
        found.append(Diagnostic("B105", ERROR, sheet.place(fault.start), fault.message, hint, fault.length))
    return Work(entry.key, known_type(entry.kind), tuple(fields.values()), place)


def _given_twice(name: str, key: str, where: Place) -> Diagnostic:
    message = f"the field '{name}' is given twice in '{key}'; the first is used"
    return Diagnostic("B108", WARNING, where, message, "delete one of the two", len(name))


def _look_at_head(entry: WrittenEntry, place: Place) -> Iterator[Diagnostic]:
    kind, key = entry.kind, entry.key
    if kind not in ENTRY_TYPES:
        used = known_type(kind)
        is_known = used in ENTRY_TYPES
        message = f"'{kind}' is not a type of work" + (f"; it is taken for '{used}'" if is_known else "")
        hint = f"write @{used}" if is_known else "use one of BibLaTeX's types, @misc if none fits"
        yield Diagnostic("B103", WARNING, place, message, hint, len(kind) + 1)
    if not key or _UNUSABLE.search(key):
        named = f"the key '{key}' has characters that no citation can hold" if key else "this work has no key"
        severity = WARNING if key else ERROR
        yield Diagnostic("B109", severity, place, named, "give it a key of letters, digits, '-' and ':'")
