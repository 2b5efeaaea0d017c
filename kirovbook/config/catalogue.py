"""Read what book.toml says to catalogues and shops: the series, codes of subjects, claims of accessibility."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.config.tables import Table, Trouble, nearest_hint, shown
from kirovbook.config.values import checked_issn
from kirovbook.diagnostics import ERROR, WARNING
from kirovbook.model.catalogue import AccessClaim, Series, SubjectCode, SubjectScheme

_SERIES_KEYS = ("title", "number", "issn")
_SUBJECT_KEYS = ("bisac", "thema", "text")
_ACCESS_KEYS = ("conforms_to", "certified_by")

# BISAC: the form that the Book Industry Study Group gives all its codes. Thema: EDItEUR, "Thema Basic Instructions":
# subjects begin with a letter, qualifiers of place, language, time, education, interest and style with 1 to 6.
_CODES = {
    SubjectScheme.BISAC: re.compile(r"[A-Z]{3}[0-9]{6}"),
    SubjectScheme.THEMA: re.compile(r"[A-Z][A-Z0-9]{0,9}|[1-6][A-Z][A-Z0-9]{0,9}(?:-[A-Z0-9]{1,5}){0,4}"),
}
_LOOKS = {
    SubjectScheme.BISAC: "three capital letters and six digits, as in 'HIS032000'",
    SubjectScheme.THEMA: "capital letters and digits, as in 'NHD' or '1DTA'",
}
_NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})*")
# The values that EPUB Accessibility 1.1 ("Conformance Reporting") allows for dcterms:conformsTo.
_STANDARD = re.compile(r"EPUB Accessibility 1\.1 - WCAG 2\.[0-2] Level A{1,3}")

_VOLUME = Trouble("K153", "is not the number of a volume", 'write figures, as in number = 3 or number = "2.1"')
_CONFORMS = Trouble("K156", "is not a standard that an e-book can conform to",
                    "write it as in 'EPUB Accessibility 1.1 - WCAG 2.1 Level AA'")  # fmt: skip


def read_series(book: Table) -> Series | None:
    """Read ``[book.series]``; without a title there is none."""
    if not book.has("series"):
        return None
    table = book.table("series")
    table.name_unknown_keys(_SERIES_KEYS)
    title, number, issn = table.text("title"), _volume(table), _issn(table)
    if title:
        return Series(title, number, issn)
    if isinstance(book.values["series"], dict) and isinstance(table.values.get("title", ""), str):
        mark = book.mark("series")
        table.report("K152", ERROR, mark.key, "the series has no title", 'write title = "..."', mark.key_length)
    return None


def _volume(table: Table) -> str:
    written = table.values.get("number", "")
    if isinstance(written, int) and not isinstance(written, bool) and written >= 0:
        written = str(written)
    if isinstance(written, str) and (not written or _NUMBER.fullmatch(written.strip())):
        return written.strip()
    table.refuse("number", _VOLUME)
    return ""


def _issn(table: Table) -> str:
    written = table.text("issn")
    checked = checked_issn(written)
    if not written or (checked and _signs(checked) == _signs(written)):
        return checked or ""
    trouble = Trouble("K154", "is not an ISSN, which has eight digits", "copy all its digits again")
    if checked:
        hint = f"copy its digits again; if the others are right, it is {checked}"
        trouble = Trouble("K154", "is not an ISSN: its digits do not add up", hint)
    table.refuse("issn", trouble)
    return ""


def _signs(number: str) -> str:
    return re.sub(r"[^0-9X]", "", number.upper().removeprefix("ISSN"))


def read_subject_codes(book: Table) -> Iterator[SubjectCode]:
    """Read those items of ``subjects`` that are tables: ``{bisac = "HIS032000", text = "..."}``."""
    written = book.values.get("subjects", [])
    for number, item in enumerate(written if isinstance(written, list) else []):
        if isinstance(item, dict):
            yield from _subject(Table(book.sheet, (*book.path, "subjects", number), item, book.found))


def _subject(table: Table) -> Iterator[SubjectCode]:
    for key in table.values:
        if key not in _SUBJECT_KEYS:
            mark = table.mark(key)
            table.report("K102", WARNING, mark.key, f"{shown(key)} is not a key of a subject",
                         nearest_hint(key, _SUBJECT_KEYS), mark.key_length)
    schemes = [scheme for scheme in SubjectScheme if table.has(scheme.lower())]
    for scheme in schemes:
        key = scheme.lower()
        code = table.text(key)
        if _CODES[scheme].fullmatch(code):
            yield SubjectCode(scheme, code, table.text("text"))
        elif isinstance(table.values[key], str):
            table.refuse(key, Trouble("K155", f"is not a code of {scheme}", f"write {_LOOKS[scheme]}"))
    if not schemes:
        mark = table.sheet.mark(table.path)
        table.report("K155", ERROR, mark.value, "this subject has no code",
                     'write {bisac = "..."} or {thema = "..."}, or the words alone', mark.value_length)


def read_claim(book: Table) -> AccessClaim | None:
    """Read ``[book.accessibility]``: nothing is claimed of an e-book that the publisher does not claim."""
    if not book.has("accessibility"):
        return None
    table = book.table("accessibility")
    table.name_unknown_keys(_ACCESS_KEYS)
    standard = table.parsed("conforms_to", lambda text: text if _STANDARD.fullmatch(text) else None, _CONFORMS, "")
    certifier = table.text("certified_by")
    if certifier and not table.has("conforms_to"):
        mark = table.mark("certified_by")
        table.report("K157", ERROR, mark.key, "a certifier is named, but no standard",
                     'write conforms_to = "..." beside it', mark.key_length)
    return AccessClaim(standard, certifier) if standard else None
