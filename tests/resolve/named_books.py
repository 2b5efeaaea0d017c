"""Settle small books whose people.toml declares a dozen persons."""

from __future__ import annotations

from dataclasses import replace

from settled_books import CSL_PLACE, IBID, manuscript

from kirovbook.diagnostics import Outcome, Place
from kirovbook.model.book import Authority, Book, Manuscript
from kirovbook.model.names import NamesEntry
from kirovbook.resolve import resolve

BIB = "@book{orlov1953, author = {Orlov, Alexander}, title = {Kirov and Lenin}, date = {1953}, publisher = {R}}\n"


def person(name: str, preferred: str, *variants: str, dates: str = "") -> Authority:
    return Authority(name, preferred, variants, dates, Place("manuscript/people.toml"))


PEOPLE = (
    person("kirov", "Kirov, Sergei Mironovich", "Sergei Kirov", "Kirov", "Sergei Kostrikov", "Kostrikov", "Kirof",
           dates="1886–1934"),
    person("lenin", "Lenin, Vladimir Ilyich", "Lenin", "Twin"),
    person("orlov", "Orlov, Alexander", "Orlov", "Twin"),
    person("ordzhonikidze", "Ordzhonikidze, Sergo", "Ordzhonikidze", "Sergo"),
    person("ryutin", "Ryutin, Martemyan", "Ryutin"),
    person("ryutin-vassily", "Ryutin, Vassily"),
    person("gusev-i", "Gusev, Ivan"),
    person("gusev-p", "Gusev, Pavel"),
    person("marie", "Marie, Jean-Jacques"),
    person("obrien", "O'Brien, Ann"),
    person("gaulle", "de Gaulle, Charles"),
    person("mendez", "M\u00e9ndez, Jos\u00e9"),
)


def written(*texts: str, people: tuple[Authority, ...] = PEOPLE, **more: object) -> Manuscript:
    return replace(manuscript(texts, BIB, **more), authorities=people)  # type: ignore[arg-type]


def settle(*texts: str, people: tuple[Authority, ...] = PEOPLE, **more: object) -> Outcome[Book]:
    return resolve(written(*texts, people=people, **more), IBID, CSL_PLACE)


def of_entries(book: Book) -> dict[str, NamesEntry]:
    return {entry.heading: entry for _, entry in book.names.every_entry()}
