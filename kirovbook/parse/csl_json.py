"""Read a bibliography in CSL-JSON, which Zotero and others write, into the same works as a ``.bib`` file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from kirovbook.diagnostics import ERROR, WARNING, Diagnostic, Outcome, Place
from kirovbook.model.source import Field, Work
from kirovbook.parse.json_items import Broken, Item, read_items
from kirovbook.parse.sheet import Sheet, make_sheet
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
_NOCASE = re.compile(r'<span class="nocase">([^<]*)</span>')
_PAGES = re.compile(r"(?<=[0-9])\s*-\s*(?=[0-9])")
_ADDRESS = re.compile(r"https?://|[0-9]+\Z")


def read_csl_json(file: ManuscriptFile) -> Outcome[tuple[Work, ...]]:
    """Read the items of a CSL-JSON file; each that cannot be read is named by a diagnostic."""
    works: list[Work] = []
    diagnostics: list[Diagnostic] = []
    sheet = make_sheet(file.text, file.path)
    for found in read_items(file.text):
        place = sheet.place(found.start)
        match found:
            case Item(_, _, value, name):
                key = _key(value) or name
                if key:
                    works.append(_work(key, found, sheet, diagnostics))
                else:
                    hint = "give each item an 'id' and a 'type'"
                    diagnostics.append(Diagnostic("B101", ERROR, place, "this item has no id", hint))
            case Broken(_, message):
                diagnostics.append(Diagnostic("B101", ERROR, place, message, "mend the file, or export it again"))
    return Outcome(tuple(works), tuple(diagnostics))


def _key(item: dict[str, Any]) -> str:
    """Give an item's id; where that is an address or a number, the key that Better BibTeX writes beside it."""
    key, other = (
        str(value).strip() if isinstance(value, str | int | float) else ""
        for value in (item.get("id"), item.get("citation-key"))
    )
    return other if other and (not key or _ADDRESS.match(key)) else key


def _work(key: str, item: Item, sheet: Sheet, found: list[Diagnostic]) -> Work:
    place = sheet.place(item.start)
    kind = str(item.value.get("type", ""))
    if kind not in _TYPES:
        found.append(_unknown_type(kind, place))
    fields: dict[str, Field] = {}
    for name, value in _named(item.value, kind):
        fields.setdefault(name, Field(name, value, _place_of(_original(name, item.value), item, sheet)))
    for csl in item.value:
        if not _is_of_its_kind(csl, item.value[csl]):
            message = f"the value of '{csl}' is not of the kind that CSL-JSON asks for"
            hint = "write names as [{...}], dates as {'date-parts': [[1934]]}, anything else as text"
            found.append(Diagnostic("B113", WARNING, _place_of(csl, item, sheet), message, hint))
    return Work(key, _TYPES.get(kind, "misc"), tuple(fields.values()), place)


def _place_of(csl: str, item: Item, sheet: Sheet) -> Place:
    """Give the place of a variable's name in its item: of the first such name that a colon follows."""
    found = re.compile(rf'"{re.escape(csl)}"\s*:').search(sheet.text, item.start, item.end)
    return sheet.place(found.start() if found else item.start)


def _unknown_type(kind: str, place: Place) -> Diagnostic:
    near = get_close_matches(kind[:60], sorted(_TYPES), 1, 0.6)
    hint = f"did you mean '{near[0]}'?" if near else "use one of the types of CSL 1.0.2"
    return Diagnostic("B103", WARNING, place, f"'{kind}' is not a type of work", hint)


def _is_of_its_kind(csl: str, value: object) -> bool:
    """Answer whether a value can be read; what programs add under names of their own is not looked at."""
    if value is None or value == "":
        return True
    if csl in _PEOPLE:
        return isinstance(value, list) and all(
            isinstance(one, str) or (isinstance(one, dict) and bool(_name(one))) for one in value
        )
    if csl in _DATES:
        return bool(_date(value))
    return csl not in _FIELDS or isinstance(value, str | int | float)


def _original(name: str, item: dict[str, Any]) -> str:
    if name == "journaltitle":
        return "container-title"
    if name == "entrysubtype":
        return "type"
    tables = (_FIELDS, _PEOPLE, _DATES)
    return next(csl for table in tables for csl, ours in table.items() if ours == name and csl in item)


def _named(item: dict[str, Any], kind: str) -> Iterator[tuple[str, str]]:
    """Give the variables of an item as fields of BibLaTeX."""
    for csl, value in item.items():
        if csl in _PEOPLE:
            people = value if isinstance(value, list) else [value]
            names = (one if isinstance(one, str) else _name(one) for one in people if isinstance(one, str | dict))
            yield _PEOPLE[csl], " and ".join(filter(None, names))
        elif csl in _DATES:
            yield _DATES[csl], _date(value)
        elif csl in _FIELDS and isinstance(value, str | int | float):
            name = "journaltitle" if csl == "container-title" and kind in _JOURNALS else _FIELDS[csl]
            words = _as_written(str(value))
            yield name, _PAGES.sub("--", words) if csl == "page" else words
    if kind in _SUBTYPES:
        yield "entrysubtype", _SUBTYPES[kind]


def _as_written(text: str) -> str:
    """Write words as a ``.bib`` file has them: what LaTeX would take for a command is escaped."""
    if any(sign in text for sign in "\\{}$~"):
        text = re.sub(r"[\\{}$~]", lambda sign: _ESCAPES[sign[0]], text)
    return _NOCASE.sub(r"{\1}", text)


_ESCAPES = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "~": r"\textasciitilde{}"}


def _name(name: dict[str, Any]) -> str:
    """Write a name in BibLaTeX's extended form, whatever its parts hold."""
    if name.get("literal"):
        return f"{{{_as_written(str(name['literal']))}}}"
    parts = {part: str(name.get(part) or "").strip() for part in _NAME_PARTS}
    if not parts["family"] and not parts["given"]:
        return ""
    particles = filter(None, (parts["dropping-particle"], parts["non-dropping-particle"]))
    given = {
        "family": parts["family"], "given": parts["given"], "prefix": " ".join(particles), "suffix": parts["suffix"],
    }  # fmt: skip
    if not given["family"] or not given["given"]:
        if not given["prefix"] and not given["suffix"]:
            return f"{{{_as_written(given['family'] or given['given'])}}}"
    elif not given["prefix"] and not given["suffix"] and not any("," in words for words in given.values()):
        family = _as_written(given["family"])
        family = f"{{{family}}}" if " " in family else family
        return f"{family}, {_as_written(given['given'])}"
    written = [f"{part}={{{_as_written(words)}}}" for part, words in given.items() if words]
    written += ["useprefix=true"] if parts["non-dropping-particle"] else []
    return ", ".join(written) if given["family"] else f"{{{_as_written(given['given'])}}}"


_NAME_PARTS = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix")


def _date(value: object) -> str:
    """Write a date as BibLaTeX does; empty if it is none."""
    if not isinstance(value, dict):
        return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    parts = value.get("date-parts")
    points = ["-".join(_numbers(part)) for part in parts if isinstance(part, list)] if isinstance(parts, list) else []
    season = str(value.get("season") or "").lower()
    if points and points[0]:
        if season and len(points[0].lstrip("-")) == len("1934"):
            points[0] += f"-{_SEASONS[season]}" if season in _SEASONS else ""
        mark = "~" if str(value.get("circa") or "").lower() not in {"", "false", "0"} else ""
        return "/".join(point + mark if point else "" for point in points)
    return _as_written(str(value.get("raw") or value.get("literal") or ""))


_SEASONS = {
    "1": 21, "2": 22, "3": 23, "4": 24, "spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24,
    "21": 21, "22": 22, "23": 23, "24": 24,
}  # fmt: skip


def _numbers(part: list[object]) -> Iterator[str]:
    """Give year, month and day with their zeros, up to the first that is none; a year 0 ends an open range."""
    for index, given in enumerate(part):
        number = str(given).strip()
        if not re.fullmatch(r"-?[0-9]{1,5}", number) or int(number) == 0:
            return
        sign = "-" if number.startswith("-") else ""
        yield sign + str(abs(int(number))).zfill(2 if index else 4)
