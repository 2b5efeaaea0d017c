"""Read book.toml: what the book is called, which files it is made of, and which editions it is to have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from kirovbook.config.editions import default_editions, read_editions
from kirovbook.config.identity import read_identity
from kirovbook.config.patterns import FOLDER, Pattern, paths_inside
from kirovbook.config.rights import read_rights_rules
from kirovbook.config.tables import Table
from kirovbook.config.toml import Sheet, read_toml
from kirovbook.config.typography import read_typography
from kirovbook.diagnostics import ERROR, Diagnostic, Outcome, Place
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
from kirovbook.model.book import Identity
from kirovbook.model.edition import Edition
from kirovbook.model.house_rules import USUAL_HOUSE, DashForm, DateForm, HouseRules, RuleNamed, Spelling
from kirovbook.model.typography import USUAL_TYPOGRAPHY, Typography
from kirovbook.quick_dataclass import dataclass


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

_TOP_KEYS = ("book", "editions", "same", "different", "lint", "rights")
_LINT_KEYS = ("allow", "errors", "spelling", "dates", "dashes")
_BOOK_KEYS = (
    "title", "subtitle", "slug", "authors", "people", "lang", "publisher", "isbn", "identifier", "rights",
    "description", "subjects", "date", "bibliography", "csl", "source_label", "front", "chapters", "sources", "back",
    "short_forms", "ibid", "source_index", "nocite", "index_places", "page_ranges",
    "names_index", "line_numbers", "theme", "hyphenate", "series", "languages", "source", "accessibility",
)  # fmt: skip

_WIDEST_COUNT = 100
"""Lines between two numbers in the margin: more would number none on most pages."""


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
        identity=read_identity(book, book.text("title") or title, today),
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


def _patterns(book: Table, key: str) -> tuple[Pattern, ...]:
    if not book.has(key):
        return default_patterns(key, book.place)
    return tuple(pattern for words in book.texts(key) for pattern in paths_inside(book, words))


def _csl(book: Table) -> str:
    words = book.words("csl")
    if not words.text.lower().endswith(".csl"):
        return words.text or _DEFAULT_CSL
    return next((pattern.text for pattern in paths_inside(book, words)), _DEFAULT_CSL)
