"""Read people.toml, the name authority: one preferred form for each person, and the forms that lead to it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from kirovbook.config.tables import Table, shown
from kirovbook.config.toml import Mark, read_toml
from kirovbook.diagnostics import ERROR, WARNING, Diagnostic, Outcome, Related
from kirovbook.model.book import Authority

_KEYS = ("preferred", "variants", "dates")


def read_people(text: str, file: str) -> Outcome[tuple[Authority, ...]]:
    """Read people.toml: a table for each person, named by an id of the author's choice."""
    outcome = read_toml(text, file)
    if outcome.value is None:
        return Outcome((), outcome.diagnostics)
    found: list[Diagnostic] = []
    top = Table(outcome.value, (), outcome.value.data, found)
    tables = [top.table(key) for key, value in top.values.items() if isinstance(value, dict) or top.table(key).values]
    people = tuple(person for table in tables for person in _read_person(table))
    found.extend(_shared_forms(tables))
    return Outcome(people, tuple(dict.fromkeys(found)))


def _read_person(table: Table) -> Iterator[Authority]:
    table.name_unknown_keys(_KEYS)
    preferred = table.text("preferred")
    variants = tuple(words.text for words in table.texts("variants") if words.text)
    dates = table.text("dates")
    if preferred:
        yield Authority(str(table.path[0]), preferred, variants, dates, table.place)
    elif isinstance(table.values.get("preferred", ""), str):
        mark = table.sheet.mark(table.path)
        message = f"person {shown(table.path[0])} has no preferred name"
        table.report("K115", ERROR, mark.key, message, 'write preferred = "Surname, Forename"', mark.key_length)


def _shared_forms(tables: list[Table]) -> Iterator[Diagnostic]:
    """Find the forms that would lead to two persons; case and accents' encoding don't tell them apart."""
    holders: dict[str, tuple[Table, Mark]] = {}
    for table in tables:
        for form, mark in _forms(table):
            folded = unicodedata.normalize("NFC", form).casefold()
            holder, first = holders.setdefault(folded, (table, mark))
            if folded and holder is not table:
                yield Diagnostic(
                    "K114", WARNING, mark.value, f"{shown(form)} already leads to {shown(holder.path[0])}",
                    "keep it under one person only", mark.value_length,
                    (Related(first.value, "the same form"),),
                )  # fmt: skip


def _forms(table: Table) -> Iterator[tuple[str, Mark]]:
    for key in ("preferred", "variants"):
        value = table.values.get(key)
        items = value if isinstance(value, list) else [value]
        for number, item in enumerate(items):
            if isinstance(item, str):
                path = (*table.path, key, number) if isinstance(value, list) else (*table.path, key)
                yield item.strip(), table.sheet.mark(path)
