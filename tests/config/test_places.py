"""Every value that the standard library reads from TOML has the place where it was written."""

from __future__ import annotations

import tomllib
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kirovbook.config import read_people, read_settings
from kirovbook.config.toml import Path, Sheet, Value, read_toml

EVERYTHING = '''\
# a comment = "not a key"
top = 1
"quoted key" = 'literal # no comment'
site."dotted.key".deep = [1, [2, "]"], {a = "}", b.c = 2}] # }
[table]
long = """
[no.table]
"quoted" \\""" x""""
raw = \'\'\'
key = 1\'\'\'\'
date = 1979-05-27 07:32:00 # when
[[table.list]]
x = 1
[table.list.inner]
y = 2
[[table.list]]
x = { z = true, w = [ # here
  "a",
  ] }
[other . "sp aced"]
k = +inf
'''


def read(text: str) -> Sheet:
    sheet = read_toml(text, "f").value
    assert sheet is not None
    return sheet


def paths(value: Value, path: Path = ()) -> list[Path]:
    """All paths to the values of a tree."""
    match value:
        case dict():
            inner = [deeper for key, item in value.items() for deeper in paths(item, (*path, key))]
        case list():
            inner = [deeper for number, item in enumerate(value) for deeper in paths(item, (*path, number))]
        case _:
            inner = []
    return [path, *inner] if path else inner


def test_every_path_has_a_mark() -> None:
    sheet = read(EVERYTHING)
    assert set(paths(sheet.data)) == set(sheet.marks)


def test_a_mark_is_where_the_key_and_the_value_are() -> None:
    sheet, lines = read(EVERYTHING), EVERYTHING.split("\n")

    def shown(path: Path) -> tuple[str, str]:
        mark = sheet.mark(path)
        key = lines[mark.key.line - 1][mark.key.column - 1 :][: mark.key_length]
        return key, lines[mark.value.line - 1][mark.value.column - 1 :][: mark.value_length]

    assert shown(("quoted key",)) == ('"quoted key"', "'literal # no comment'")
    assert shown(("site", "dotted.key")) == ('"dotted.key"', '"dotted.key"')
    assert shown(("site", "dotted.key", "deep", 1, 1)) == ('"]"', '"]"')
    assert shown(("site", "dotted.key", "deep", 2, "b", "c")) == ("c", "2")
    assert shown(("table", "date")) == ("date", "1979-05-27 07:32:00")
    assert shown(("table", "list", 0, "inner", "y")) == ("y", "2")
    assert shown(("table", "list", 1, "x", "z")) == ("z", "true")
    assert shown(("table", "list", 1, "x", "w", 0)) == ('"a"', '"a"')
    assert shown(("other", "sp aced")) == ('"sp aced"', '"sp aced"')
    assert sheet.mark(("table", "list", 1)).key.line == 16


def test_a_path_that_was_not_written_has_the_place_of_what_is_around_it() -> None:
    sheet = read("[a]\n[a.b]\n")
    assert sheet.mark(("a", "b", "c", "d")).key.line == 2
    assert sheet.mark(("z",)).key.line == 1


SCRAPS = st.sampled_from([
    "[book]", "[[book.people]]", "[editions.x]", "title", "name", "=", " ", "\n", '"', "'", '"""', "'''", "a", ".", ",",
    "[", "]", "{", "}", "#", "1", "true", "\\", "é", "1979-05-27", "trim", "chapters", "../x", "\t", "\r\n",
])  # fmt: skip


@given(st.one_of(st.lists(SCRAPS, max_size=40).map("".join), st.text()))
def test_no_text_at_all_makes_reading_fail(text: str) -> None:
    lines = text.split("\n")
    outcome = read_settings(text, "f", date(2026, 1, 1), "")
    for found in (*outcome.diagnostics, *read_people(text, "f").diagnostics):
        assert 1 <= found.place.line <= len(lines)
        assert 1 <= found.place.column <= len(lines[found.place.line - 1]) + 1
        assert found.hint
    sheet = read_toml(text, "f").value
    if sheet:
        assert set(paths(tomllib.loads(text))) == set(sheet.marks)
