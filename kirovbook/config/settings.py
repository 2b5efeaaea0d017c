"""Read book.toml: what the book is called, which files it is made of, and which editions it is to have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from kirovbook.config.editions import default_editions, read_editions
from kirovbook.config.patterns import FOLDER, Pattern, paths_inside
from kirovbook.config.rights import read_rights_rules
from kirovbook.config.tables import Table, Trouble
from kirovbook.config.toml import Sheet, read_toml
from kirovbook.config.typography import read_typography
from kirovbook.config.values import parse_date, parse_file_name, parse_isbn, parse_lang, parse_role, slug_of
from kirovbook.diagnostics import ERROR, WARNING, Diagnostic, Outcome, Place
from kirovbook.model.apparatus import (
    Apparatus,
    Grouping,
    Ibid,
    IndexPlaces,
    PageRanges,
    Ruling,
    ShortForms,
    WantedWork,
)
from kirovbook.model.book import Contributor, Identity
from kirovbook.model.edition import Edition
from kirovbook.model.house_rules import USUAL_HOUSE, DashForm, DateForm, HouseRules, RuleNamed, Spelling
from kirovbook.model.typography import USUAL_TYPOGRAPHY, Typography


@dataclass(frozen=True, slots=True)
class Settings:
    """What book.toml says, with defaults where it is silent. Paths are relative to the book's folder.

    ``csl`` is a style's name, or the path of a file that ends in ``.csl``.
    """

    identity: Identity
    apparatus: Apparatus
    front: tuple[Pattern, ...]
    chapters: tuple[Pattern, ...]
    sources: tuple[Pattern, ...]
    back: tuple[Pattern, ...]
    bibliography: tuple[Pattern, ...]
    csl: str
    editions: tuple[Edition, ...]
    place: Place
    csl_place: Place
    house_rules: HouseRules = USUAL_HOUSE
    typography: Typography = USUAL_TYPOGRAPHY


_DEFAULT_PATTERNS = {
    "front": f"{FOLDER}/front/*.md",
    "chapters": f"{FOLDER}/chapters/*.md",
    "sources": f"{FOLDER}/sources/*.md",
    "back": f"{FOLDER}/back/*.md",
    "bibliography": "bibliography.bib",
}
_DEFAULT_CSL = "chicago-notes-bibliography-subsequent-ibid"
_DEFAULT_LANG = "en-GB"

_TOP_KEYS = ("book", "editions", "same", "different", "lint", "rights")
_LINT_KEYS = ("allow", "errors", "spelling", "dates", "dashes")
_BOOK_KEYS = (
    "title", "subtitle", "slug", "authors", "people", "lang", "publisher", "isbn", "identifier", "rights",
    "description", "subjects", "date", "bibliography", "csl", "source_label", "front", "chapters", "sources", "back",
    "short_forms", "ibid", "source_index", "nocite", "index_places", "page_ranges",
    "names_index", "line_numbers", "theme", "hyphenate",
)  # fmt: skip
_PERSON_KEYS = ("name", "role", "file_as")
_ISBN_KEYS = ("print", "epub")

_WIDEST_COUNT = 100
"""Lines between two numbers in the margin: more would number none on most pages."""
_LANG = Trouble("K108", "is not a language tag", "write a tag of BCP 47, such as 'en-GB', 'en-US' or 'de'")
_ISBN = Trouble("K109", "is not an ISBN: its digits do not add up", "copy all its ten or thirteen digits again")
_SLUG = Trouble("K112", "cannot be part of a file's name", "use letters, digits, hyphens and points only")
_DATE = Trouble("K107", "is not a date", "write year, month and day, as in 2026-11-23")
_ROLE = Trouble("K113", "is not a MARC relator code", "write three letters: 'aut', 'edt', 'trl', 'ill'", WARNING)


def default_patterns(key: str, place: Place) -> tuple[Pattern, ...]:
    """Give where the files of ``key`` ("front", "chapters"...) are when book.toml does not say."""
    return (Pattern(_DEFAULT_PATTERNS[key], place, is_written=False),)


def read_settings(text: str | None, file: str, today: date, title: str) -> Outcome[Settings | None]:
    """Read book.toml; without one (``text`` None) every setting is a default, and ``title`` the title.

    ``file`` is its path from the book's folder, or that of any file of the book, to have a place that exists.
    """
    if text is None:
        return Outcome(_settings(Table(Sheet(file, {}, {}), ("book",), {}, []), title, today, {}))
    outcome = read_toml(text, file)
    if outcome.value is None:
        return Outcome(None, outcome.diagnostics)
    sheet, found = outcome.value, list[Diagnostic]()
    top = Table(sheet, (), sheet.data, found)
    top.name_unknown_keys(_TOP_KEYS)
    editions = top.table("editions")
    tables = {name: editions.table(name) for name in editions.values}
    book = top.table("book")
    book.name_unknown_keys(_BOOK_KEYS)
    if not book.text("title") and isinstance(book.values.get("title", ""), str):
        _report_missing_title(book)
    settings = _settings(book, title, today, tables)
    settings = replace(settings, apparatus=_ruled(settings.apparatus, top), house_rules=_house_rules(top.table("lint")))
    return Outcome(settings, tuple(dict.fromkeys(found)))


def _report_missing_title(book: Table) -> None:
    mark = book.mark("title")
    book.report("K104", ERROR, mark.key, "the book has no title", 'write title = "..." below [book]', mark.key_length)


def _settings(book: Table, title: str, today: date, editions: dict[str, Table]) -> Settings:
    return Settings(
        identity=_identity(book, book.text("title") or title, today),
        apparatus=_apparatus(book),
        front=_patterns(book, "front"),
        chapters=_patterns(book, "chapters"),
        sources=_patterns(book, "sources"),
        back=_patterns(book, "back"),
        bibliography=_patterns(book, "bibliography"),
        csl=_csl(book),
        editions=read_editions(editions) or default_editions(book.place),
        place=book.place,
        csl_place=book.mark("csl").value,
        typography=read_typography(book),
    )


def _identity(book: Table, title: str, today: date) -> Identity:
    isbn = book.table("isbn")
    isbn.name_unknown_keys(_ISBN_KEYS)
    return Identity(
        title=title,
        subtitle=book.text("subtitle"),
        slug=book.parsed("slug", parse_file_name, _SLUG, slug_of(title)),
        contributors=tuple(_contributors(book)),
        lang=book.parsed("lang", parse_lang, _LANG, _DEFAULT_LANG),
        publisher=book.text("publisher"),
        isbn_print=isbn.parsed("print", parse_isbn, _ISBN, ""),
        isbn_epub=isbn.parsed("epub", parse_isbn, _ISBN, ""),
        identifier=book.text("identifier"),
        rights=book.text("rights"),
        description=book.text("description"),
        subjects=tuple(words.text for words in book.texts("subjects") if words.text),
        date=_date(book, today),
        source_label=book.text("source_label") or "Source",
    )


def _apparatus(book: Table) -> Apparatus:
    usual = Apparatus()
    return Apparatus(
        short_forms=book.choice("short_forms", ShortForms, usual.short_forms),
        ibid=book.choice("ibid", Ibid, usual.ibid),
        grouping=book.choice("source_index", Grouping, usual.grouping),
        nocite=tuple(_wanted_works(book)),
        index_places=book.choice("index_places", IndexPlaces, usual.index_places),
        page_ranges=book.choice("page_ranges", PageRanges, usual.page_ranges),
        names_index=book.flag("names_index", default=usual.names_index),
        line_numbers=book.number("line_numbers", usual.line_numbers, _WIDEST_COUNT),
    )


def _wanted_works(book: Table) -> Iterator[WantedWork]:
    for words in book.texts("nocite"):
        # Pandoc writes keys with an @ here, and braces where a key has odd characters.
        if key := words.text.removeprefix("@").removeprefix("{").removesuffix("}"):
            yield WantedWork(key, words.place)


def _ruled(apparatus: Apparatus, top: Table) -> Apparatus:
    same, different = (tuple(_rulings(top.table(name))) for name in ("same", "different"))
    return replace(apparatus, same=same, different=different, rights=read_rights_rules(top.table("rights")))


def _house_rules(lint: Table) -> HouseRules:
    lint.name_unknown_keys(_LINT_KEYS)
    allow, errors = (
        tuple(RuleNamed(words.text, words.place) for words in lint.texts(key) if words.text)
        for key in ("allow", "errors")
    )
    return HouseRules(
        allow, errors, lint.choice("spelling", Spelling, Spelling.BOOK), lint.choice("dates", DateForm, DateForm.BOOK),
        lint.choice("dashes", DashForm, DashForm.BOOK),
    )


def _rulings(table: Table) -> Iterator[Ruling]:
    """Read ``knight = "knight1999"`` and ``knight = ["knight1999", "knight2"]``."""
    for key, value in table.values.items():
        others = table.texts(key) if isinstance(value, list) else (table.words(key),)
        yield from (Ruling(key, other.text, other.place) for other in others if other.text)


def _contributors(book: Table) -> Iterator[Contributor]:
    for words in book.texts("authors"):
        if words.text:
            yield Contributor(words.text)
    for person in book.tables("people"):
        person.name_unknown_keys(_PERSON_KEYS)
        role = person.parsed("role", parse_role, _ROLE, "aut")
        if name := person.text("name"):
            yield Contributor(name, role, person.text("file_as"))
        elif isinstance(person.values.get("name", ""), str):
            mark = book.sheet.mark(person.path)
            person.report("K115", ERROR, mark.key, "this person has no name", 'write name = "..."', mark.key_length)


def _date(book: Table, today: date) -> date:
    written = book.values.get("date", today)
    if isinstance(written, date) and not isinstance(written, datetime):
        return written
    if isinstance(written, str):
        return book.parsed("date", parse_date, _DATE, today)
    book.refuse("date", _DATE)
    return today


def _patterns(book: Table, key: str) -> tuple[Pattern, ...]:
    if not book.has(key):
        return default_patterns(key, book.place)
    return tuple(pattern for words in book.texts(key) for pattern in paths_inside(book, words))


def _csl(book: Table) -> str:
    words = book.words("csl")
    if not words.text.lower().endswith(".csl"):
        return words.text or _DEFAULT_CSL
    return next((pattern.text for pattern in paths_inside(book, words)), _DEFAULT_CSL)
