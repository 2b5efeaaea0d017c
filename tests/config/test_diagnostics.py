"""Every mistake in book.toml and people.toml is named with its place."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from kirovbook.config import read_people, read_settings
from kirovbook.diagnostics import Diagnostic

HERE = Path(__file__).parent
CASE = re.compile(
    r"^## (?P<title>[^\n]+)\n+```toml\n(?P<toml>.*?)```\n+```text\n(?P<text>.*?)```$", re.DOTALL | re.MULTILINE,
)


def cases(name: str) -> list[object]:
    text = (HERE / name).read_text(encoding="utf-8")
    found = [pytest.param(case["toml"], case["text"], id=case["title"]) for case in CASE.finditer(text)]
    assert len(found) == text.count("\n## ")
    return found


def written(diagnostics: tuple[Diagnostic, ...]) -> str:
    in_order = sorted(diagnostics, key=lambda one: one.place)
    return "".join(
        f"{one.place.line}:{one.place.column} {one.severity} {one.code} {one.message} => {one.hint}\n"
        for one in in_order
    )


@pytest.mark.parametrize(("toml", "expected"), cases("book_toml.md"))
def test_book_toml(toml: str, expected: str) -> None:
    outcome = read_settings(toml, "manuscript/book.toml", date(2026, 11, 23), "Folder")
    assert written(outcome.diagnostics) == expected


@pytest.mark.parametrize(("toml", "expected"), cases("people_toml.md"))
def test_people_toml(toml: str, expected: str) -> None:
    assert written(read_people(toml, "manuscript/people.toml").diagnostics) == expected


def test_what_is_underlined_is_what_is_wrong() -> None:
    toml = '[book]\ntitle = "T"\nlang = "en_GB"  # British\n"subtitel"=1\n'
    found = read_settings(toml, "b", date(2026, 1, 1), "").diagnostics
    lines = toml.split("\n")
    marked = {lines[one.place.line - 1][one.place.column - 1 :][: one.length] for one in found}
    assert marked == {'"en_GB"', '"subtitel"'}


@pytest.mark.parametrize("toml", [
    "[" * 5000, "a=" + "[" * 5000, "a=" + "{a=" * 5000, "a=" + "1" * 5000, "a=\x00", "\ufeff[book",
])  # fmt: skip
def test_toml_that_is_hard_to_read_is_an_error_and_no_more(toml: str) -> None:
    outcome = read_settings(toml, "b", date(2026, 1, 1), "")
    assert outcome.value is None
    assert [one.code for one in outcome.diagnostics] == ["K101"]
