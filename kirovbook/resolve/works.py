"""Describe a work of the bibliography to a citation processor, as an item of CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kirovbook.diagnostics import WARNING, Diagnostic, Outcome
from kirovbook.model.source import Work
from kirovbook.resolve.dates import is_said_to_be_undated, read_date, read_months
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
_AND = {
    "bg": "и", "cs": "a", "da": "og", "de": "und", "es": "y", "fi": "ja", "fr": "et", "it": "e", "nb": "og", "nl": "en",
    "pl": "i", "pt": "e", "ro": "și", "ru": "и", "sv": "och", "uk": "і",
}  # fmt: skip
_CYRILLIC = re.compile("[А-Яа-яЁёІіЇїЄєЎў]")
_RUSSIAN_SHELF = re.compile(r"(?:f|fond|ф|фонд)\b\.?\s*\d", re.IGNORECASE)
_YEARS = re.compile(r"(\d{4})\s*(?:-{1,2}|–)\s*(\d{4})")
_ABOUT = re.compile(r"(?:ca?|circa)\b\.?\s*(-?\d{3,4})", re.IGNORECASE)
_URL_COMMAND = re.compile(r"\{*\\(?:url|path|nolinkurl)\s*\{(?P<address>(?:[^{}]|\{[^{}]*\})*)\}\}*\.?")
_DOI_PREFIX = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:)\s*", re.IGNORECASE)
_URL_ESCAPES = re.compile(r"\{\\([_%&#~])\}|\\([_%&#~])")


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
    if unread := _unread_month(work):
        found.append(unread)
    for field, variable in _DATES.items():
        if written := _written_date(work, field):
            dated = read_date(written, in_english=in_english)
            if dated is None and not is_said_to_be_undated(written):
                found.append(_unread_date(work, field, written))
            item[variable] = dated or {"literal": decode(written)}
    if item["type"] == "speech" and item.get("event-date") and item.get("issued") in (None, item["event-date"]):
        item["issued"] = item.pop("event-date")
    return Outcome({name: value for name, value in item.items() if value}, tuple(found))


def _written_date(work: Work, field: str) -> str:
    """Give a date as BibLaTeX writes it; ``year``, ``month`` and ``day`` of BibTeX are put together."""
    if written := work.get(field):
        return written
    if field != "date" or not (year := decode(work.get("year")).strip()):
        return ""
    months = read_months(work.get("month")) if work.get("month") else ()
    if not months or not re.fullmatch(r"-?\d+", year):
        return _YEARS.sub(r"\1/\2", year)
    day = work.get("day")
    if day.isdigit() and len(months) == 1:
        return f"{year}-{months[0]:02}-{day.zfill(2)}"
    return "/".join(f"{year}-{month:02}" for month in months)


def _unread_date(work: Work, field: str, written: str) -> Diagnostic:
    names = (field, "year") if field == "date" else (field,)
    place = next((one.place for one in work.fields if one.name in names), work.place)
    about = _ABOUT.fullmatch(written)
    hint = f"write {about[1]}~" if about else "write dates as 1934, 1934-12-01, 1934~, 193X or 1934/1937"
    return Diagnostic("B111", WARNING, place, f"'{written[:60]}' is not a date", hint)


def _unread_month(work: Work) -> Diagnostic | None:
    field = next((one for one in work.fields if one.name == "month"), None)
    if field is None or not field.value or work.get("date") or read_months(field.value):
        return None
    hint = "write a number from 1 to 12, and the day in a field of its own"
    return Diagnostic("B111", WARNING, field.place, f"'{field.value[:60]}' is not a month", hint, len(field.name))


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
    tongue = _language(language)
    howpublished = work.get("howpublished")
    named_address = _URL_COMMAND.fullmatch(howpublished.strip())
    made = {
        "publisher": _listed(publishers, tongue) or _listed(work.get("holder"), tongue),
        "publisher-place": _listed(work.get("location") or work.get("address"), tongue),
        "genre": decode(genre(work)),
        "note": ". ".join(notes),
        "medium": "" if named_address else decode(howpublished),
        "URL": _address(work.get("url") or (howpublished if named_address else "")),
        "DOI": _DOI_PREFIX.sub("", _address(work.get("doi")), count=1),
        "language": tongue,
    }
    return made | {csl: decode(work.get(field)) for field, csl in _PLAIN.items()}


def _address(written: str) -> str:
    """Give a web address without the command and the escapes that LaTeX needs."""
    command = _URL_COMMAND.fullmatch(written.strip())
    return _URL_ESCAPES.sub(r"\1\2", command["address"] if command else written)


def joining_word(tongue: str) -> str:
    """Give the word for "and" in a language; "and" where it is not known."""
    return _AND.get(tongue.lower().partition("-")[0], "and")


def _listed(value: str, tongue: str) -> str:
    """Join a list of publishers or places, in the language of the work: "Hill and Wang", "Reclam und Insel".

    "Hill and Wang" is two publishers to BibLaTeX, and reads the same.
    """
    parts = [decode(part[1:-1] if part.startswith("{") and part.endswith("}") else part) for part in split_list(value)]
    word = joining_word(tongue)
    # A Russian book's place may be told in English: "Moscow and Leningrad".
    is_cyrillic = bool(_CYRILLIC.search(value))
    if is_cyrillic is not bool(_CYRILLIC.search(word)):
        word = "и" if is_cyrillic else "and"
    return f" {word} ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


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


def is_filed(item: CslItem) -> bool:
    """Answer whether the work lies in an archive and is told by its fond, opis and delo."""
    return bool(item.get("archive")) and bool(_RUSSIAN_SHELF.match(item.get("archive_location", "")))


def in_archival_order(item: CslItem) -> CslItem:
    """Give the item with archive and file in one: "RGASPI, f. 80, op. 18, d. 92".

    Styles that go from the smallest to the largest would take a file's leaf away from it: "f. 80, op. 18, d. 92,
    RGASPI, l. 3". A description by fond, opis and delo goes from the largest to the smallest.
    """
    if not is_filed(item):
        return item
    parts = ("archive", "archive-place", "archive_collection", "archive_location")
    joined = ", ".join(item[part] for part in parts if item.get(part))
    return {**{name: value for name, value in item.items() if name not in parts}, "archive": joined}


def _shelf_parts(work: Work) -> Iterator[str]:
    for label, *names in _SHELF_PARTS:
        value = next((work.get(name) for name in names if work.get(name)), "")
        if value:
            words = decode(value)
            yield words if words.lower().startswith(label) else f"{label} {words}"
