"""Read the author's bibliography, so that no description of a work is lost on the way.

``.bib`` files are read as BibLaTeX reads them: abbreviations are put in, pieces joined, fields inherited
from ``crossref`` and ``xdata``. Values keep their braces and accents. CSL-JSON is read by
``kirovbook.parse.csl_json`` into the same ``Work``.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from bibtexparser import entrypoint
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ParsingFailedBlock
from bibtexparser.model import Field as ParsedField

from kirovbook.diagnostics import ERROR, WARNING, Diagnostic, Outcome, Place, Related
from kirovbook.model.source import Field, Work
from kirovbook.parse.csl_json import read_csl_json
from kirovbook.parse.inheritance import inherit
from kirovbook.project import ManuscriptFile

logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

ENTRY_TYPES = frozenset(
    """
    article artwork audio archive bibnote book bookinbook booklet collection commentary conference dataset
    electronic image inbook incollection inproceedings inreference interview jurisdiction legal legislation
    letter manual manuscript map mastersthesis misc movie music mvbook mvcollection mvproceedings mvreference
    online patent performance periodical phdthesis proceedings reference report review software speech standard
    suppbook suppcollection suppperiodical techreport thesis unpublished video www xdata
    """.split()  # noqa: SIM905 - a table of words is easier to read than a list of strings
)
"""The types of BibLaTeX 3.20, its aliases, and those that archives call for."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST_LINE = 5000
"""In a longer line (a whole file in one) no column is searched for: each field would go through all of it."""

_LONGEST_VALUE = 1_000_000
"""Abbreviations that double one another would grow past any memory."""

_PIECE_END = re.compile(r"[{}\"]|\\.", re.DOTALL)
_COMMENT_MARKS = re.compile(r'\\.|[%{}"\n]|^[ \t]*@[ \t]*\w+[ \t]*[{(]', re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"[^\s\"#%'(),={}]+")


@dataclass(frozen=True, slots=True)
class _Value:
    """A field's value with its pieces joined, the abbreviations nobody defined, and what could not be read."""

    text: str
    undefined: tuple[str, ...] = ()
    unread: str = ""


def read_bibliography(files: tuple[ManuscriptFile, ...]) -> Outcome[tuple[Work, ...]]:
    """Read the bibliography's files into works, in their order, each key once."""
    works: list[Work] = []
    diagnostics: list[Diagnostic] = []
    for file in files:
        read = read_csl_json(file) if file.path.lower().endswith(".json") else _read_bib(file)
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


def _twice(key: str, place: Place, first: Place) -> Diagnostic:
    return Diagnostic(
        "B102",
        ERROR,
        place,
        f"the key '{key}' is given to two works",
        f"give one of them another key; the first is at {first.file}:{first.line}",
        related=(Related(first, "the first work with this key"),),
    )


def _read_bib(file: ManuscriptFile) -> Outcome[tuple[Work, ...]]:
    text = _without_comments(file.text)
    lines = file.text.split("\n")
    library = entrypoint.parse_string(text, parse_stack=[])
    strings = _abbreviations((string.key, string.value) for string in library.strings)
    works: list[Work] = []
    diagnostics: list[Diagnostic] = []
    for block in library.blocks:
        place = Place(file.path, min(block.start_line + 1, len(lines)) if block.start_line is not None else 1)
        match block:
            case Entry():
                work, found = _work(block, place, lines, strings)
                works.append(work)
                diagnostics.extend(found)
            case DuplicateBlockKeyBlock(ignore_error_block=Entry() as second):
                work, found = _work(second, place, lines, strings)
                works.append(work)
                diagnostics.extend(found)
            case DuplicateFieldKeyBlock(ignore_error_block=Entry() as entry):
                work, found = _work(entry, place, lines, strings)
                works.append(work)
                diagnostics.extend(found)
            case ParsingFailedBlock():
                diagnostics.append(_unread(block, place))
            case _:
                pass
    kept = tuple(work for work in works if work.key)
    return Outcome(kept, tuple(diagnostics))


def _unread(block: ParsingFailedBlock, place: Place) -> Diagnostic:
    head = (block.raw or "").strip().split("\n")[0][:60]
    return Diagnostic(
        "B101",
        ERROR,
        place,
        f"this entry cannot be read: {head!r}",
        "close every brace and quotation mark, and put a comma after the key and after each field",
    )


def _without_comments(text: str) -> str:
    """Blank what stands behind ``%`` outside values, keeping every line and column."""
    if "%" not in text:
        return text
    pieces: list[str] = []
    depth, is_quoted, position, skip_to = 0, False, 0, 0
    for match in _COMMENT_MARKS.finditer(text):
        mark = match[0]
        if match.start() < skip_to:
            continue
        if mark == "%" and depth <= 1 and not is_quoted:
            skip_to = text.find("\n", match.start())
            skip_to = len(text) if skip_to < 0 else skip_to
            pieces += (text[position : match.start()], " " * (skip_to - match.start()))
            position = skip_to
        elif "@" in mark:
            depth, is_quoted = 1, False
        elif mark == "{":
            depth += 1
        elif mark == "}":
            depth = max(0, depth - 1)
        elif mark == '"' and depth == 1:
            is_quoted = not is_quoted
    pieces.append(text[position:])
    return "".join(pieces)


def _abbreviations(given: Iterator[tuple[str, str]]) -> dict[str, str]:
    strings = {month: str(number) for number, month in enumerate(_MONTHS, start=1)}
    for name, value in given:
        strings[name.lower()] = _expand(value, strings).text
    return strings


def _work(
    entry: Entry, place: Place, lines: list[str], strings: dict[str, str]
) -> tuple[Work, tuple[Diagnostic, ...]]:
    fields: list[Field] = []
    diagnostics: list[Diagnostic] = list(_look_at_head(entry, place))
    seen: Counter[tuple[str, int | None]] = Counter()
    names: set[str] = set()
    for parsed in entry.fields:
        where = _place_of(parsed, place.file, lines, seen[parsed.key, parsed.start_line])
        seen[parsed.key, parsed.start_line] += 1
        name = parsed.key.lower()
        value = _expand(str(parsed.value), strings)
        diagnostics.extend(_look_at_value(name, value, where, strings))
        if name in names:
            diagnostics.append(
                Diagnostic(
                    "B108",
                    WARNING,
                    where,
                    f"the field '{name}' is given twice in '{entry.key}'; the first is used",
                    "delete one of the two",
                    len(name),
                )
            )
        else:
            names.add(name)
            fields.append(Field(name, value.text, where))
    return Work(entry.key.strip(), entry.entry_type.lower(), tuple(fields), place), tuple(diagnostics)


def _look_at_head(entry: Entry, place: Place) -> Iterator[Diagnostic]:
    kind, key = entry.entry_type.lower(), entry.key.strip()
    if kind not in ENTRY_TYPES:
        near = get_close_matches(kind, sorted(ENTRY_TYPES), 1, 0.6)
        hint = f"write @{near[0]}" if near else "use one of BibLaTeX's types, @misc if none fits"
        yield Diagnostic("B103", WARNING, place, f"'{kind}' is not a type of work", hint, len(kind) + 1)
    if not key or re.search(r"[\s;\[\]{}@]", key):
        named = f"the key '{key}' has characters that no citation can hold" if key else "this work has no key"
        severity = WARNING if key else ERROR
        yield Diagnostic("B109", severity, place, named, "give it a key of letters, digits, '-' and ':'")


def _look_at_value(name: str, value: _Value, where: Place, strings: dict[str, str]) -> Iterator[Diagnostic]:
    for word in value.undefined:
        near = get_close_matches(word.lower(), sorted(strings), 1, 0.6)
        hint = f"did you mean '{near[0]}'?" if near else "put the value in braces, or define it with @string"
        yield Diagnostic("B104", WARNING, where, f"no @string defines '{word}'", hint, len(name))
    if value.unread:
        yield Diagnostic(
            "B105",
            ERROR,
            where,
            f"behind the value of '{name}' stands {value.unread[:40]!r}",
            "put a comma after the value, and join pieces with '#'",
            len(name),
        )


def _place_of(parsed: ParsedField, file: str, lines: list[str], skip: int) -> Place:
    """Give the place of a field's name, behind ``skip`` others of that name in its line."""
    index = min(parsed.start_line or 0, len(lines) - 1)
    line = lines[index] if len(lines[index]) <= _LONGEST_LINE else ""
    found = list(re.finditer(rf"(?<![\w-]){re.escape(parsed.key)}[ \t]*(?==|$)", line))
    return Place(file, index + 1, found[skip].start() + 1 if skip < len(found) else 1)


def _expand(raw: str, strings: dict[str, str]) -> _Value:
    """Join the pieces of a value: ``{...}``, ``"..."``, numbers and abbreviations, with ``#`` between."""
    pieces: list[str] = []
    undefined: list[str] = []
    position, raw = 0, raw.strip()
    while position < len(raw):
        if raw[position] in '{"':
            end = _end_of_piece(raw, position)
            pieces.append(raw[position + 1 : end - 1])
        elif name := _NAME.match(raw, position):
            end = name.end()
            known = name[0] if name[0].isdigit() else strings.get(name[0].lower())
            undefined += [] if known is not None else [name[0]]
            pieces.append(name[0] if known is None else known)
        else:
            break
        position = _skip_space(raw, end)
        if position < len(raw) and raw[position] == "#":
            position = _skip_space(raw, position + 1)
        else:
            break
    text = " ".join("".join(pieces)[:_LONGEST_VALUE].split())
    return _Value(text, tuple(undefined), " ".join(raw[position:].split()))


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _end_of_piece(raw: str, start: int) -> int:
    """Give the position behind the brace or quotation mark that closes the piece begun at ``start``."""
    is_quoted, depth = raw[start] == '"', 0
    for match in _PIECE_END.finditer(raw, start + is_quoted):
        mark = match[0]
        depth += (mark == "{") - (mark == "}")
        if (is_quoted and mark == '"' and depth == 0) or (not is_quoted and depth == 0):
            return match.end()
    return len(raw) + 1
