"""Describe a work of the bibliography to a citation processor, as an item of CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kirovbook.diagnostics import WARNING, Diagnostic, Outcome
from kirovbook.model.source import Work
from kirovbook.resolve.dates import read_date
from kirovbook.resolve.latex import decode, decode_title
from kirovbook.resolve.names import read_names, split_list
from kirovbook.resolve.work_types import csl_type, genre, is_archival, is_in_journal

CslItem = dict[str, Any]

_PEOPLE = {
    "author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author",
    "recipient": "recipient", "interviewer": "interviewer", "director": "director",
}  # fmt: skip
_EDITOR_TYPES = {"compiler": "compiler", "director": "director", "translator": "translator"}
_PLAIN = {
    "volume": "volume", "volumes": "number-of-volumes", "pagetotal": "number-of-pages", "edition": "edition",
    "chapter": "chapter-number", "part": "part-number", "version": "version", "pubstate": "status",
    "shortjournal": "container-title-short", "isbn": "ISBN", "issn": "ISSN", "pmid": "PMID",
    "archiveplace": "archive-place", "origlocation": "original-publisher-place",
    "origpublisher": "original-publisher", "scale": "scale", "section": "section",
}  # fmt: skip
_TITLES = {
    "eventtitle": "event-title", "venue": "event-place", "origtitle": "original-title", "series": "collection-title",
    "reviewedtitle": "reviewed-title",
}  # fmt: skip
_DATES = {"date": "issued", "origdate": "original-date", "eventdate": "event-date", "urldate": "accessed"}
_LANGUAGES = {
    "american": "en-US", "british": "en-GB", "english": "en-US", "ukenglish": "en-GB", "usenglish": "en-US",
    "canadian": "en-CA", "australian": "en-AU", "russian": "ru-RU", "ukrainian": "uk-UA", "german": "de-DE",
    "ngerman": "de-DE", "austrian": "de-AT", "french": "fr-FR", "italian": "it-IT", "spanish": "es-ES",
    "polish": "pl-PL", "czech": "cs-CZ", "dutch": "nl-NL", "finnish": "fi-FI", "swedish": "sv-SE",
    "norwegian": "nb-NO", "danish": "da-DK", "hungarian": "hu-HU", "latin": "la", "greek": "el-GR",
    "portuguese": "pt-PT", "brazilian": "pt-BR", "georgian": "ka", "latvian": "lv-LV", "lithuanian": "lt-LT",
    "estonian": "et-EE", "bulgarian": "bg-BG", "serbian": "sr-RS", "croatian": "hr-HR", "romanian": "ro-RO",
    "turkish": "tr-TR", "japanese": "ja-JP", "chinese": "zh-CN", "hebrew": "he-IL",
}  # fmt: skip
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_SHELF_PARTS = (("f.", "fond", "f"), ("op.", "opis", "op"), ("d.", "delo", "d"), ("l.", "list", "l"))
_URL_ESCAPES = re.compile(r"\\([_%&#~])")


def describe(work: Work, identifier: str, *, in_english: bool = True) -> Outcome[CslItem]:
    """Give the work as an item of CSL-JSON under that identifier.

    A date that cannot be read is printed as it was written, with a warning (B111).
    """
    found: list[Diagnostic] = []
    item: CslItem = {"id": identifier, "type": csl_type(work)}
    item.update(_people(work))
    item.update(_titles(work))
    item.update(_publication(work))
    item.update(_numbers(work))
    item.update(_archive(work))
    for field, variable in _DATES.items():
        if written := _written_date(work, field):
            dated = read_date(written, in_english=in_english)
            if dated is None:
                found.append(_unread_date(work, field, written))
            item[variable] = dated or {"literal": decode(written)}
    if item["type"] == "speech" and item.get("event-date") and item.get("issued") in (None, item["event-date"]):
        item["issued"] = item.pop("event-date")
    return Outcome({name: value for name, value in item.items() if value}, tuple(found))


def _written_date(work: Work, field: str) -> str:
    if written := work.get(field):
        return written
    if field != "date" or not (year := work.get("year")):
        return ""
    month, day = work.get("month"), work.get("day")
    if not (month.isdigit() and re.fullmatch(r"-?\d+", year)):
        return year
    return "-".join((year, month.zfill(2), *((day.zfill(2),) if day.isdigit() else ())))


def _unread_date(work: Work, field: str, written: str) -> Diagnostic:
    names = (field, "year") if field == "date" else (field,)
    place = next((one.place for one in work.fields if one.name in names), work.place)
    return Diagnostic(
        "B111",
        WARNING,
        place,
        f"'{written}' is not a date",
        "write dates as 1934, 1934-12-01, 1934~, 193X or 1934/1937",
    )


def _people(work: Work) -> CslItem:
    use_prefix = "useprefix=true" in work.get("options").replace(" ", "").lower()
    people: CslItem = {}
    for field, variable in _PEOPLE.items():
        if written := work.get(field):
            role = _EDITOR_TYPES.get(work.get("editortype").lower(), variable) if field == "editor" else variable
            people.setdefault(role, []).extend(read_names(written, use_prefix=use_prefix))
    return people


def _titles(work: Work) -> CslItem:
    title, main = _joined(work, ""), _joined(work, "main")
    titles: CslItem = {"title": title}
    short = work.get("shorttitle") or (work.get("title") if work.get("subtitle") else "")
    titles["title-short"] = decode_title(short)
    held_in = _joined(work, "journal") or _joined(work, "book")
    if is_in_journal(work) and not held_in:
        held_in = _joined(work, "issue") if work.type != "periodical" else ""
    if main and held_in:
        titles |= {"container-title": main, "volume-title": held_in}
    elif main:
        titles |= {"title": main, "volume-title": title, "title-short": ""}
    else:
        titles["container-title"] = held_in
    return titles | {csl: decode_title(work.get(field)) for field, csl in _TITLES.items()}


def _joined(work: Work, prefix: str) -> str:
    """Join title, subtitle and addition; a title that asks or calls out takes no colon (Chicago 18, 13.92)."""
    title = work.get(f"{prefix}title") or (work.get("journal") if prefix == "journal" else "")
    title, subtitle = decode_title(title), decode_title(work.get(f"{prefix}subtitle"))
    addition = decode_title(work.get(f"{prefix}titleaddon"))
    if title and subtitle:
        title += (" " if re.sub("<[^<>]*>", "", title)[-1:] in "?!:" else ": ") + subtitle
    return f"{title}. {addition}" if title and addition else title or addition


def _publication(work: Work) -> CslItem:
    publishers = next(
        (work.get(name) for name in ("publisher", "institution", "school", "organization") if work.get(name)), ""
    )
    notes = filter(None, (decode(work.get(name)) for name in ("note", "addendum")))
    language = work.get("langid") or work.get("language") or work.get("hyphenation")
    made = {
        "publisher": _listed(publishers) or _listed(work.get("holder")),
        "publisher-place": _listed(work.get("location") or work.get("address")),
        "genre": decode(genre(work)),
        "note": ". ".join(notes),
        "medium": decode(work.get("howpublished")),
        "URL": _URL_ESCAPES.sub(r"\1", work.get("url")),
        "DOI": _URL_ESCAPES.sub(r"\1", work.get("doi")),
        "language": _language(language),
    }
    return made | {csl: decode(work.get(field)) for field, csl in _PLAIN.items()}


def _listed(value: str) -> str:
    """Join a list of publishers or places: "Hill and Wang" is two of them to BibLaTeX, and reads the same."""
    parts = [decode(part[1:-1] if part.startswith("{") and part.endswith("}") else part) for part in split_list(value)]
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def _language(written: str) -> str:
    word = written.strip().lower()
    if word in _LANGUAGES:
        return _LANGUAGES[word]
    return written.strip() if _TAG.fullmatch(written.strip()) and len(word.split("-")[0]) < len("word") else ""


def _numbers(work: Work) -> CslItem:
    number = decode(work.get("number"))
    pages = re.sub(r"\s*(?:-{1,3}|–|—)\s*", "-", decode(work.get("pages")))
    numbers: CslItem = {"page": pages}
    if is_in_journal(work):
        return numbers | {"issue": number or decode(work.get("issue"))}
    if work.get("series"):
        return numbers | {"collection-number": number}
    return numbers if is_archival(work) else numbers | {"number": number}


def _archive(work: Work) -> CslItem:
    """Give the archive and the place in it: fond, opis, delo and list, a shelf-mark, or BibLaTeX's ``library``."""
    named = next((work.get(name) for name in ("archive", "repository") if work.get(name)), "")
    shelf = ", ".join(_shelf_parts(work))
    shelf = shelf or decode(work.get("shelfmark") or work.get("callnumber"))
    library = decode(work.get("library"))
    archive = decode(named)
    if library and not archive:
        archive, _, rest = library.partition(",")
        shelf = shelf or rest.strip()
    elif library and not shelf:
        shelf = library
    if is_archival(work) and not work.get("series"):
        number = decode(work.get("number"))
        shelf = shelf or number
    return {
        "archive": archive,
        "archive_location": shelf,
        "archive_collection": decode(work.get("archivecollection")),
    }


def _shelf_parts(work: Work) -> Iterator[str]:
    for label, *names in _SHELF_PARTS:
        value = next((work.get(name) for name in names if work.get(name)), "")
        if value:
            words = decode(value)
            yield words if words.lower().startswith(label) else f"{label} {words}"
