"""Read what book.toml says the book is: its titles and people, its numbers, its place in catalogues."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime

from kirovbook.config.catalogue import read_claim, read_series, read_subject_codes
from kirovbook.config.roles import BOOK_ROLES, is_role, nearest_role
from kirovbook.config.tables import Table, Trouble, shown
from kirovbook.config.values import checked_isbn, parse_date, parse_file_name, parse_isbn, parse_lang, slug_of
from kirovbook.diagnostics import ADVICE, ERROR, WARNING
from kirovbook.model.book import Contributor, Identity

_DEFAULT_LANG = "en-GB"
_PERSON_KEYS = ("name", "role", "file_as", "body")
_ISBN_KEYS = ("print", "epub")
_PLAIN_ROLE = "ctb"

_LANG = Trouble("K108", "is not a language tag", "write a tag of BCP 47, such as 'en-GB', 'en-US' or 'de'")
_SLUG = Trouble("K112", "cannot be part of a file's name", "use letters, digits, hyphens and points only")
_DATE = Trouble("K107", "is not a date", "write year, month and day, as in 2026-11-23")


def read_identity(book: Table, title: str, today: date) -> Identity:
    """Read the identity of the book; ``today`` is its date where it has none."""
    lang, isbn = book.parsed("lang", parse_lang, _LANG, _DEFAULT_LANG), _isbns(book)
    return Identity(
        title=title,
        subtitle=book.text("subtitle"),
        slug=book.parsed("slug", parse_file_name, _SLUG, slug_of(title)),
        contributors=tuple(_contributors(book)),
        lang=lang,
        publisher=book.text("publisher"),
        isbn_print=isbn["print"],
        isbn_epub=isbn["epub"],
        identifier=book.text("identifier"),
        rights=book.text("rights"),
        description=book.text("description"),
        subjects=tuple(words.text for words in book.texts("subjects", besides=dict) if words.text),
        date=_date(book, today),
        source_label=book.text("source_label") or "Source",
        subject_codes=tuple(read_subject_codes(book)),
        series=read_series(book),
        languages=tuple(tag for tag in dict.fromkeys(_languages(book)) if tag != lang),
        source=book.text("source"),
        access=read_claim(book),
    )


def _isbns(book: Table) -> dict[str, str]:
    table = book.table("isbn")
    table.name_unknown_keys(_ISBN_KEYS)
    isbn = {key: table.parsed(key, parse_isbn, _isbn_trouble(table, key), "") for key in _ISBN_KEYS}
    written = [_digits(isbn[key]) for key in _ISBN_KEYS if isbn[key]]
    mark = table.mark("epub")
    if len(set(written)) < len(written):
        table.report("K150", WARNING, mark.value, "the e-book has the ISBN of the printed book",
                     "take an ISBN of its own for the e-book, or remove this one", mark.value_length)
    if written and not book.text("publisher"):
        mark = book.mark("isbn")
        table.report("K151", ADVICE, mark.key, "the book has an ISBN but no publisher, so no ONIX record is made of it",
                     'write publisher = "..." with the name that the ISBN is registered under', mark.key_length)
    return isbn


def _isbn_trouble(table: Table, key: str) -> Trouble:
    """Say what the last digit would be; of an ISBN that is cut short, how many digits it has."""
    written = table.values.get(key, "")
    checked = checked_isbn(written.strip()) if isinstance(written, str) else None
    if checked:
        hint = f"copy its digits again; if the others are right, the last is {checked[-1]}: {checked}"
        return Trouble("K109", "is not an ISBN: its digits do not add up", hint)
    what = "is not an ISBN, which has ten digits, or thirteen from 978 or 979"
    return Trouble("K109", what, "copy all its digits again")


def _digits(isbn: str) -> str:
    return re.sub(r"[^0-9X]", "", isbn.upper())


def _contributors(book: Table) -> Iterator[Contributor]:
    for words in book.texts("authors"):
        if words.text:
            yield Contributor(words.text)
    for person in book.tables("people"):
        person.name_unknown_keys(_PERSON_KEYS)
        role = _role(person)
        if name := person.text("name"):
            yield Contributor(name, role, person.text("file_as"), person.flag("body", default=False))
        elif isinstance(person.values.get("name", ""), str):
            mark = book.sheet.mark(person.path)
            person.report("K115", ERROR, mark.key, "this person has no name", 'write name = "..."', mark.key_length)


def _role(person: Table) -> str:
    """Whose part is not understood has contributed to the book, which is true of any of them."""
    written = person.text("role", "aut")
    near = nearest_role(written)
    hint = f"did you mean {near!r} ({BOOK_ROLES[near]})?" if near else "write three letters: 'aut', 'edt', 'trl', 'ill'"
    trouble = Trouble("K113", "is not a MARC relator code", hint, WARNING)
    return person.parsed("role", _known(is_role), trouble, _PLAIN_ROLE if person.has("role") else "aut")


def _known(is_known: Callable[[str], bool]) -> Callable[[str], str | None]:
    return lambda text: text if is_known(text) else None


def _languages(book: Table) -> Iterator[str]:
    for words in book.texts("languages"):
        if tag := parse_lang(words.text):
            yield tag
        else:
            book.report(_LANG.code, ERROR, words.place, f"{shown(words.text)} {_LANG.what}", _LANG.hint, words.length)


def _date(book: Table, today: date) -> date:
    written = book.values.get("date", today)
    if isinstance(written, date) and not isinstance(written, datetime):
        return written
    if isinstance(written, str):
        return book.parsed("date", parse_date, _DATE, today)
    book.refuse("date", _DATE)
    return today
