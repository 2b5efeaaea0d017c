"""The rules over rights count the narrative's quotations with the extracts, hold in a build, and can be enforced."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirovbook import pipeline
from kirovbook.diagnostics import ERROR, WARNING, Diagnostic, Place
from kirovbook.lint import all_rules
from kirovbook.lint.permissions import Permissions, QuotedWords
from kirovbook.lint.rules.long_quotation import long_quotation
from kirovbook.model.rights import Hindrance, RightsRules
from kirovbook.parse.sources import parse_source
from kirovbook.pipeline import Order
from kirovbook.project import ManuscriptFile

SOURCE = "---\ntitle: A letter\nrights: {status: public-domain}\n---\nA clerk wrote.\n\n::: extract\nIt is late.\n:::\n"
TOML = '[book]\ntitle = "T"\n[editions.epub]\nkind = "epub"\n'


def book(folder: Path, settings: str = "", source: str = SOURCE) -> Path:
    for path, text in (
        ("chapters/01-one.md", "# One\n\nWords.\n"), ("sources/01-letter.md", source), ("book.toml", TOML + settings),
    ):
        (folder / "manuscript" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "manuscript" / path).write_text(text, encoding="utf-8")
    return folder


def of_rights(found: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    return [(one.code, one.severity) for one in found if one.code.startswith("R")]


def test_the_quotations_of_the_narrative_are_counted_too() -> None:
    quoted = {"smith": tuple(QuotedWords(300, Place("a.md", line)) for line in (1, 2, 3)),
              "jones": (QuotedWords(400, Place("a.md", 4)),), "brown": (QuotedWords(401, Place("a.md", 5)),)}
    found = list(long_quotation(Permissions((), RightsRules(), 0, quoted)))
    assert [(one.place.line, one.message, len(one.related)) for one in found] == [
        (1, "900 words of one work are quoted, with a quotation; 800 are quoted freely", 2),
        (5, "a quotation has 401 words; 400 of one work are quoted freely", 0),
    ]


def test_a_build_finds_what_a_check_finds(tmp_path: Path) -> None:
    root = book(tmp_path)
    report = pipeline.build(root, Order())
    assert of_rights(report.diagnostics) == of_rights(pipeline.check(root).diagnostics) == [("R106", WARNING)]
    assert report.artifacts


@pytest.mark.parametrize("settings", ["[rights]\nenforce = true\n", '[lint]\nerrors = ["R106"]\n'])
def test_with_enforcement_nothing_replaces_the_old_editions(settings: str, tmp_path: Path) -> None:
    report = pipeline.build(book(tmp_path, settings), Order())
    assert of_rights(report.diagnostics) == [("R106", ERROR)]
    assert report.artifacts == ()
    assert not (tmp_path / "dist").exists()
    assert pipeline.build(tmp_path, Order(is_draft=True)).artifacts


def test_strict_stops_at_rights(tmp_path: Path) -> None:
    assert pipeline.build(book(tmp_path), Order(is_strict=True)).artifacts == ()


@pytest.mark.parametrize(("settings", "source"), [
    ('[lint]\nallow = ["R106", "no-such-rule"]\n', SOURCE),
    ("", SOURCE.replace("domain}", "domain} # allow: public-domain-without-basis")),
])
def test_what_is_allowed_is_allowed_in_a_build(settings: str, source: str, tmp_path: Path) -> None:
    report = pipeline.build(book(tmp_path, settings, source), Order())
    assert of_rights(report.diagnostics) == []
    assert "M206" not in {one.code for one in report.diagnostics}


def test_enforcement_leaves_advice_and_other_rules_alone(tmp_path: Path) -> None:
    source = SOURCE.replace("public-domain", "unknown") + "\n::: precis\nIt was late.\n:::\n\nThe the end.\n"
    found = pipeline.check(book(tmp_path, "[rights]\nenforce = true\n", source)).diagnostics
    severities = {one.code: one.severity for one in found}
    assert severities["R110"] == "advice"
    assert severities["T101"] == WARNING


def test_an_edition_that_the_book_does_not_have(tmp_path: Path) -> None:
    source = SOURCE.replace("public-domain", "permission, holder: H, editions: [epubs]")
    (found,) = (one for one in pipeline.check(book(tmp_path, "", source)).diagnostics if one.code == "R203")
    assert (found.severity, found.place.line, found.place.column) == (ERROR, 3, 52)
    assert found.hint == "did you mean 'epub'?"


def test_an_edition_that_is_not_asked_for_is_not_looked_at(tmp_path: Path) -> None:
    source = SOURCE.replace("public-domain", "permission, holder: H, editions: [epub]")
    root = book(tmp_path, '[editions.print]\nkind = "pdf"\n', source)
    assert of_rights(pipeline.check(root).diagnostics) == [("R109", WARNING)]
    assert of_rights(pipeline.build(root, Order(only=("epub",))).diagnostics) == []


SCRAPS = st.sampled_from([
    "status: ", "of: ", "until: ", "editions: ", "holder: ", "basis: ", "permission", "unknown", "translation", "2043",
    "0000-13", "2024-02-30", "[print]", "[print, [epub], {a: b}]", "{", "}", ", ", "'", '"', "\n  ", "x", "é", "~", "|",
])  # fmt: skip


@given(st.lists(SCRAPS, max_size=25).map("".join))
def test_what_is_found_of_any_rights_stands_in_the_file(rights: str) -> None:
    text = f"---\ntitle: T\nrights: {rights}\n---\n::: extract\nE.\n:::\n"
    read = parse_source(ManuscriptFile("a.md", text), "en-GB", frozenset())
    said = read.value.header.rights
    places = [found.place.at(found.length) for found in read.diagnostics] + [one.place for one in said.editions]
    lines = text.split("\n")
    for place in (*places, *(place for _, place in said.places)):
        assert place.column <= len(lines[place.line - 1]) + 1
    assert said.hindrance("print", date(2026, 1, 1)) in Hindrance


def test_every_rule_over_rights_is_of_their_family() -> None:
    assert {rule.code[0] for rule in all_rules() if rule.reads is Permissions} == {"R"}
