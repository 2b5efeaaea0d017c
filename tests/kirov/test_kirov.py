"""The first book, built whole: nothing is reported, and every edition holds what the book holds."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from accessibility import ace_findings

from kirovbook import pipeline
from kirovbook.check.epubcheck import run_epubcheck
from kirovbook.diagnostics import Place
from kirovbook.pipeline import Order

ROOT = Path(__file__).parents[2]
PLACE = Place("manuscript/book.toml")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The four editions and their record."""
    out = tmp_path_factory.mktemp("kirov")
    report = pipeline.build(ROOT, Order(out=out, is_strict=True))
    assert report.diagnostics == ()
    return out


@pytest.fixture(scope="module")
def record(dist: Path) -> dict[str, Any]:
    return dict(json.loads((dist / "kirov.json").read_text(encoding="utf-8")))


def test_there_are_nine_sources_in_order(record: dict[str, Any]) -> None:
    assert [source["number"] for source in record["sources"]] == list(range(1, 10))
    assert all(source["pages"]["print"] == source["pages"]["screen"] for source in record["sources"])


def test_montefiore_stands_once_with_both_his_sources(record: dict[str, Any]) -> None:
    works = [work for work in record["works"] if "Court of the Red Tsar" in work["entry"]]
    assert [work["sources"] for work in works] == [[8, 9]]


def test_every_work_of_the_bibliography_is_in_the_index(record: dict[str, Any]) -> None:
    keys = set(re.findall(r"^@\w+\{([^,\s]+)", (ROOT / "bibliography.bib").read_text(encoding="utf-8"), re.MULTILINE))
    assert len(keys) >= 14
    assert {work["key"] for work in record["works"]} == keys


def test_notes_have_the_same_page_on_paper_and_on_the_screen(record: dict[str, Any]) -> None:
    assert len(record["notes"]) > 80
    for note in record["notes"]:
        if not note["unit"].startswith(("front-imprint", "back-colophon")):
            assert note["page"]["print"] == note["page"]["screen"]


def test_every_narrative_note_is_short_full_or_ibid(record: dict[str, Any]) -> None:
    texts = [note["text"] for note in record["notes"] if note["unit"].startswith("ch-")]
    assert any(re.search(r"\bibid\.", text, re.IGNORECASE) for text in texts)
    assert any(text.startswith("Knight, ") for text in texts)
    assert any("Amy Knight" in text for text in texts)


def test_the_pages_are_the_trim_that_was_asked_for(dist: Path) -> None:
    with pikepdf.open(dist / "kirov-print.pdf") as pdf:
        left, bottom, right, top = (float(edge) for edge in pdf.pages[0].trimbox)
    assert (right - left, top - bottom) == pytest.approx((432, 648), abs=0.01)


@pytest.mark.java
@pytest.mark.usefixtures("java")
def test_epubcheck_finds_nothing(dist: Path) -> None:
    assert run_epubcheck(dist / "kirov.epub", PLACE) == ()


@pytest.mark.browser
def test_ace_finds_nothing(dist: Path, tmp_path: Path, ace: str) -> None:
    assert ace_findings(ace, dist / "kirov.epub", tmp_path) == []
