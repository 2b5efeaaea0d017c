"""Read a bibliography in CSL-JSON, which Zotero and others write, into the same works as a ``.bib`` file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from kirovbook.diagnostics import ERROR, WARNING, Diagnostic, Outcome, Place
from kirovbook.model.source import Field, Work
from kirovbook.project import ManuscriptFile

_TYPES = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article",
    "article": "unpublished", "bill": "legislation", "book": "book", "broadcast": "video", "chapter": "incollection",
    "collection": "archive", "dataset": "dataset", "document": "misc", "entry": "inreference",
    "entry-dictionary": "inreference", "entry-encyclopedia": "inreference", "figure": "image", "graphic": "artwork",
    "interview": "interview", "legal_case": "jurisdiction", "legislation": "legislation", "manuscript": "unpublished",
    "map": "map", "motion_picture": "movie", "musical_score": "music", "pamphlet": "booklet",
    "paper-conference": "inproceedings", "patent": "patent", "performance": "performance",
    "periodical": "periodical", "personal_communication": "letter", "post": "online", "post-weblog": "online",
    "regulation": "legislation", "report": "report", "review": "review", "review-book": "review",
    "software": "software", "song": "audio", "speech": "speech", "standard": "standard", "thesis": "thesis",
    "treaty": "legal", "webpage": "online",
}  # fmt: skip
_SUBTYPES = {"article-magazine": "magazine", "article-newspaper": "newspaper", "entry-dictionary": "dictionary"}
_FIELDS = {
    "title": "title", "title-short": "shorttitle", "container-title": "booktitle", "publisher": "publisher",
    "publisher-place": "location", "edition": "edition", "volume": "volume", "issue": "number", "number": "number",
    "page": "pages", "collection-title": "series", "collection-number": "number", "number-of-volumes": "volumes",
    "number-of-pages": "pagetotal", "chapter-number": "chapter", "genre": "type", "event-title": "eventtitle",
    "event": "eventtitle", "event-place": "venue", "archive": "archive", "archive_location": "shelfmark",
    "archive-place": "archiveplace", "DOI": "doi", "URL": "url", "ISBN": "isbn", "ISSN": "issn", "note": "note",
    "keyword": "keywords", "language": "langid", "status": "pubstate", "version": "version", "medium": "howpublished",
    "abstract": "abstract", "annote": "annotation",
}  # fmt: skip
_PEOPLE = {
    "author": "author", "editor": "editor", "translator": "translator", "container-author": "bookauthor",
    "recipient": "recipient", "interviewer": "interviewer", "director": "director",
}  # fmt: skip
_DATES = {"issued": "date", "original-date": "origdate", "event-date": "eventdate", "accessed": "urldate"}
_JOURNALS = frozenset({"article-journal", "article-magazine", "article-newspaper", "review", "review-book"})
_SPACE = re.compile(r"[\s,]*")
_NOCASE = re.compile(r'<span class="nocase">([^<]*)</span>')
_DEEPEST = 60


def read_csl_json(file: ManuscriptFile) -> Outcome[tuple[Work, ...]]:
    """Read the items of a CSL-JSON file; each that cannot be read is named by a diagnostic."""
    works: list[Work] = []
    diagnostics: list[Diagnostic] = []
    start = file.text.find("[") + 1
    try:
        for offset, end, item in _items(file.text, start):
            place = _place(file, offset)
            if isinstance(item, dict) and str(item.get("id", "")).strip():
                works.append(_work(item, file, (offset, end), place))
                diagnostics.extend(_unused(item, place))
            else:
                diagnostics.append(
                    Diagnostic("B101", ERROR, place, "this item has no id", "give each item an 'id' and a 'type'")
                )
    except json.JSONDecodeError as error:
        place = Place(file.path, error.lineno, error.colno)
        message = f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        diagnostics.append(Diagnostic("B101", ERROR, place, message, "mend the file, or export it again"))
    return Outcome(tuple(works), tuple(diagnostics))


def _items(text: str, start: int) -> Iterator[tuple[int, int, Any]]:
    if start == 0:
        message = "an array of items is missing"
        raise json.JSONDecodeError(message, text, 0)
    decoder = json.JSONDecoder()
    position = _behind_space(text, start)
    while position < len(text) and text[position] != "]":
        try:
            item, end = decoder.raw_decode(text, position)
        except RecursionError:
            message = "the item is nested too deeply"
            raise json.JSONDecodeError(message, text, position) from None
        yield position, end, item
        position = _behind_space(text, end)
    if position >= len(text):
        message = "the array is not closed"
        raise json.JSONDecodeError(message, text, max(0, len(text) - 1))


def _behind_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _place(file: ManuscriptFile, offset: int) -> Place:
    line = file.text.count("\n", 0, offset) + 1
    return Place(file.path, line, offset - (file.text.rfind("\n", 0, offset) + 1) + 1)


def _work(item: dict[str, Any], file: ManuscriptFile, span: tuple[int, int], place: Place) -> Work:
    kind = str(item.get("type", ""))
    fields: dict[str, Field] = {}
    for name, value in _named(item, kind):
        at = file.text.find(f'"{_original(name, item)}"', *span)
        fields.setdefault(name, Field(name, value, _place(file, at) if at >= 0 else place))
    return Work(str(item["id"]).strip(), _TYPES.get(kind, "misc"), tuple(fields.values()), place)


def _original(name: str, item: dict[str, Any]) -> str:
    if name == "journaltitle":
        return "container-title"
    if name == "entrysubtype":
        return "type"
    tables = (_FIELDS, _PEOPLE, _DATES)
    return next(csl for table in tables for csl, ours in table.items() if ours == name and csl in item)


def _named(item: dict[str, Any], kind: str) -> Iterator[tuple[str, str]]:
    for csl, value in item.items():
        if csl in _PEOPLE and isinstance(value, list):
            yield _PEOPLE[csl], " and ".join(_name(one) for one in value if isinstance(one, dict))
        elif csl in _DATES and isinstance(value, dict):
            yield _DATES[csl], _date(value)
        elif csl in _FIELDS and isinstance(value, str | int | float):
            name = "journaltitle" if csl == "container-title" and kind in _JOURNALS else _FIELDS[csl]
            yield name, _as_written(str(value))
    if kind in _SUBTYPES:
        yield "entrysubtype", _SUBTYPES[kind]


def _unused(item: dict[str, Any], place: Place) -> Iterator[Diagnostic]:
    kind = str(item.get("type", ""))
    if kind not in _TYPES:
        yield Diagnostic(
            "B103", WARNING, place, f"'{kind}' is not a type of work", "use one of the types of CSL 1.0.2"
        )


def _as_written(text: str) -> str:
    """Write words as a ``.bib`` file has them: what LaTeX would take for a command is escaped."""
    if any(sign in text for sign in "\\{}$~"):
        text = re.sub(r"[\\{}$~]", lambda sign: _ESCAPES[sign[0]], text)
    return _NOCASE.sub(r"{\1}", text)


_ESCAPES = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "~": r"\textasciitilde{}"}


def _name(name: dict[str, Any]) -> str:
    if name.get("literal"):
        return f"{{{_as_written(str(name['literal']))}}}"
    particle = str(name.get("non-dropping-particle") or name.get("dropping-particle") or "")
    family = " ".join(filter(None, (particle, _grouped(str(name.get("family", ""))))))
    parts = (family, str(name.get("suffix", "")), str(name.get("given", "")))
    return ", ".join(filter(None, parts)) if any(parts[1:]) else f"{{{parts[0]}}}"


def _grouped(family: str) -> str:
    return f"{{{_as_written(family)}}}" if " " in family or "," in family else _as_written(family)


def _date(value: dict[str, Any]) -> str:
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and all(isinstance(part, list) and part for part in parts):
        mark = "~" if value.get("circa") else ""
        return "/".join("-".join(_numbers(part)) + mark for part in parts)
    return str(value.get("raw") or value.get("literal") or "")


def _numbers(part: list[object]) -> Iterator[str]:
    year, rest = str(part[0]), part[1:]
    sign = "-" if year.startswith("-") else ""
    yield sign + year.removeprefix("-").zfill(4)
    yield from (str(number).zfill(2) for number in rest)
