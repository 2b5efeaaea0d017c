"""Every diagnostic has its page in the manual, and every page a diagnostic."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kirovbook
from kirovbook.lint import all_rules
from kirovbook.manual import all_codes, name_of, nearest_codes, page_of

PACKAGE = Path(kirovbook.__file__).parent
CODE = re.compile(r'"([FMCBSXQRTLEPIK]\d{3})"')


def used_codes() -> set[str]:
    return {code for file in PACKAGE.rglob("*.py") for code in CODE.findall(file.read_text(encoding="utf-8"))}


def test_every_code_has_a_page() -> None:
    assert {code for code in used_codes() if not page_of(code)} == set()


def test_every_page_belongs_to_a_code() -> None:
    assert set(all_codes()) - used_codes() == set()


def test_a_rules_page_is_its_docstring_alone() -> None:
    files = {page.stem for page in (PACKAGE / "house" / "manual").glob("*.md")}
    assert {rule.code for rule in all_rules()} & files == set()


def test_every_page_is_headed_by_its_code_and_a_name_of_its_own() -> None:
    names = [name_of(code) for code in all_codes()]
    assert [code for code, name in zip(all_codes(), names, strict=True) if not name] == []
    assert sorted(set(names)) == sorted(names)
    for code in all_codes():
        title, empty, *text = page_of(code).splitlines()
        assert title.startswith(f"# {code} ")
        assert (empty, bool(text)) == ("", True)


@pytest.mark.parametrize("code", ["", "C999", "../K101", "K101.md", "K١٠١", "k101"])
def test_what_is_no_code_has_no_page(code: str) -> None:
    assert page_of(code) == ""


def test_a_code_without_a_page_is_near_to_one_that_has() -> None:
    assert nearest_codes("K103A")[0] == "K103"
