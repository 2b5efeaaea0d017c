"""An edition prints the extract where its rights allow it, else the precis; the proofs and the record say the same."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from kirovbook import pipeline
from kirovbook.check.epubcheck import run_epubcheck
from kirovbook.check.pdf_text import read_pages
from kirovbook.diagnostics import Place
from kirovbook.model.letters import bare
from kirovbook.model.rights import Hindrance
from kirovbook.pipeline import Order
from kirovbook.render.epub import pages as epub_pages

pytestmark = pytest.mark.slow

TOML = """[book]
title = "Harbour Letters"
slug = "letters"
date = 2026-05-01
bibliography = ["../works.bib"]

[editions.print]
kind = "pdf"

[editions.screen]
kind = "pdf"
variant = "pdf/ua-1"

[editions.handout]
kind = "pdf"
sources = ["pilot"]

[editions.epub]
kind = "epub"
"""
WORKS = """@book{smith, author = {Smith, Anne}, title = {Letters Home}, publisher = {Quay}, date = {1950}}
@book{jones, author = {Jones, Bruno}, title = {The Ice Winter}, publisher = {Pier}, date = {1961}}
@book{lane, author = {Lane, Carla}, title = {A Pilot's Trade}, publisher = {Mole}, date = {1972}}
"""
CHAPTER = """# The winter

The harbour froze.[@jones, p. 3] Anne Smith wrote of it ([@src:pilot]) and stayed ([@src:clerk]).
"""
PILOT = """---
id: pilot
work: smith
locator: p. 12
title: A pilot waits
kind: extract
rights: {status: permission, holder: The Smith Estate, credit: "By kind permission of the Smith Estate"RULES}
---
Anne Smith was a pilot.[@jones, p. 7]

::: extract
The ice came down the river before the lamps were lit.[@lane, p. 1]
:::

::: precis
Smith tells how the frost surprised her.[@jones, p. 9; @lane, p. 2] She never says whom she blames.^[Nor does Jones.]
:::
"""
CLERK = """---
id: clerk
work: jones
title: A clerk counts
kind: extract
rights: {status: public-domain, basis: the author died in 1920}
---
A clerk kept the book.

::: extract
Forty ships lay fast.[@jones, p. 40]
:::
"""
EXTRACT, PRECIS = "Theicecamedowntheriver", "Smithtellshowthefrost"


def book(folder: Path, rules: str, **changed: str) -> Path:
    files = {
        "manuscript/book.toml": TOML, "works.bib": WORKS, "manuscript/chapters/01-winter.md": CHAPTER,
        "manuscript/sources/01-pilot.md": PILOT.replace("RULES", rules), "manuscript/sources/02-clerk.md": CLERK,
        "manuscript/people.toml": '[smith]\npreferred = "Smith, Anne"\nvariants = ["Anne Smith"]\n',
        **changed,
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def words_of(path: Path) -> str:
    if path.suffix == ".pdf":
        return "".join(bare(page) for page in read_pages(path.read_bytes()))
    with ZipFile(path) as archive:
        pages = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml"))
    return bare(re.sub("<[^>]*>", "", pages))


def record_of(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "letters.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of which one passage is permitted for print alone, built once with a fixed date."""
    root = book(tmp_path_factory.mktemp("letters"), ", editions: [print, screen]")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1777600000")
        report = pipeline.build(root, Order())
    assert [(one.code, one.message) for one in report.diagnostics] == [
        ("R110", f"the precis of Source 1 is printed in 'handout', 'epub': {Hindrance.UNCOVERED}"),
    ]
    return root


def test_a_permission_for_print_gives_the_others_the_precis(built: Path) -> None:
    for name, is_extract in (("letters-print.pdf", True), ("letters-screen.pdf", True),
                             ("letters-handout.pdf", False), ("letters.epub", False)):
        words = words_of(built / "dist" / name)
        assert (bare(EXTRACT) in words, bare(PRECIS) in words) == (is_extract, not is_extract), name
        assert (bare("By kind permission") in words) == is_extract, name
        assert (bare("Retold from") in words) != is_extract, name


def test_the_notes_of_a_precis_follow_those_of_the_headnote(built: Path) -> None:
    notes = [one for one in record_of(built / "dist")["notes"] if one["unit"] == "src-pilot"]
    assert [(one["number"], one.get("passage", "extract"), set(one["page"])) for one in notes] == [
        (1, "extract", {"print", "screen"}), (2, "extract", {"print", "screen"}),
        (1, "precis", {"handout"}), (2, "precis", {"handout"}), (3, "precis", {"handout"}),
    ]
    with ZipFile(built / "dist/letters.epub") as archive:
        page = archive.read("EPUB/src-pilot.xhtml").decode()
    assert [f'id="note-{number}"' in page for number in (1, 2, 3, 4)] == [True, True, True, False]


def test_the_record_says_which_passage_was_printed_and_why(built: Path) -> None:
    pilot, clerk = record_of(built / "dist")["sources"]
    assert pilot["printed"]["print"] == {"passage": "extract", "why": "its rights allow it: permission"}
    assert pilot["printed"]["epub"] == {
        "passage": "precis", "why": "the permission for the passage does not cover it",
    }
    assert set(clerk["printed"]) == {"print", "screen", "epub"}


def test_the_record_tells_apart_what_the_precis_cites(built: Path) -> None:
    works = {one["key"]: one for one in record_of(built / "dist")["works"]}
    assert [(one["unit"], one["note"], set(one["page"])) for one in works["lane"]["cited"]] == [
        ("src-pilot", 2, {"print", "screen"}),
    ]
    assert [(one["unit"], one["note"], set(one["page"])) for one in works["lane"]["cited_in_precis"]] == [
        ("src-pilot", 2, {"handout"}),
    ]
    assert "cited_in_precis" not in works["smith"]


def test_the_index_of_an_edition_leads_to_what_it_prints(built: Path) -> None:
    with ZipFile(built / "dist/letters.epub") as archive:
        index = archive.read("EPUB/source-index.xhtml").decode()
    assert 'href="src-pilot.xhtml#mark-2"' in index
    assert 'href="src-pilot.xhtml#mark-3"' not in index


def test_the_acknowledgements_are_of_what_an_edition_prints(built: Path) -> None:
    with ZipFile(built / "dist/letters.epub") as archive:
        page = archive.read("EPUB/acknowledgements.xhtml").decode()
    assert page.index("In the public domain") < page.index("In the editors’ own words")
    assert "Printed by permission" not in page
    assert "Every effort" not in page
    assert '<a href="src-pilot.xhtml" class="reference">Source 1</a>' in page
    printed = words_of(built / "dist/letters-print.pdf")
    assert printed.index(bare("Printed by permission")) < printed.index(bare("In the public domain"))
    assert bare("Every effort has been made") in printed
    handout = words_of(built / "dist/letters-handout.pdf")
    assert bare("In the editors’ own words") in handout
    assert bare("In the public domain") not in handout


@pytest.mark.java
@pytest.mark.usefixtures("java")
def test_epubcheck_finds_nothing(built: Path) -> None:
    assert run_epubcheck(built / "dist/letters.epub", Place("manuscript/book.toml")) == ()


def test_the_same_book_and_date_give_the_same_bytes(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1777600000")
    pipeline.build(built, Order(out=tmp_path, uses_cache=False))
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (built / "dist" / path.name).read_bytes(), path.name


def test_an_ended_permission_gives_every_edition_the_precis(tmp_path: Path) -> None:
    root = book(tmp_path, ", until: 2026-04")
    report = pipeline.build(root, Order(only=("print", "epub")))
    assert [one.code for one in report.diagnostics] == ["R110"]
    for name in ("letters-print.pdf", "letters.epub"):
        assert bare(EXTRACT) not in words_of(root / "dist" / name)
        assert bare(PRECIS) in words_of(root / "dist" / name)
    (pilot, _) = record_of(root / "dist")["sources"]
    assert pilot["printed"]["print"]["why"] == "the permission for the passage has ended"


def test_without_a_precis_a_private_build_goes_on(tmp_path: Path) -> None:
    alone = PILOT.replace("RULES", ", until: 2020").partition("::: precis")[0]
    root = book(tmp_path, "", **{"manuscript/sources/01-pilot.md": alone})
    report = pipeline.build(root, Order(only=("epub",)))
    assert [(one.code, one.severity) for one in report.diagnostics] == [("R108", "warning")]
    assert bare(EXTRACT) in words_of(root / "dist/letters.epub")
    (pilot, _) = record_of(root / "dist")["sources"]
    assert pilot["printed"]["epub"]["why"] == "the permission for the passage has ended, and there is no precis"
    with (root / "manuscript/book.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[rights]\nenforce = true\n")
    assert pipeline.build(root, Order(only=("epub",))).artifacts == ()


@pytest.mark.parametrize(("edition", "code"), [("print", "P110"), ("epub", "E110")])
def test_a_precis_or_an_acknowledgement_that_is_lost_is_missed(edition: str, code: str, tmp_path: Path,
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    root = book(tmp_path, ", until: 2020", **{
        "styles/own.css": ".passage.precis, .acknowledgements li { display: none }",
    })
    render = epub_pages.render_template

    def losing(name: str, **values: object) -> str:
        page = render(name, **values)
        for lost in (" tells how the frost surprised her.", "By kind", "The author died in 1920."):
            page = page.replace(lost, "")
        return page

    monkeypatch.setattr(epub_pages, "render_template", losing)
    report = pipeline.build(root, Order(only=(edition,), uses_cache=False))
    lost = [one.message for one in report.diagnostics if one.code == code]
    assert any("tells how the frost" in message for message in lost)
    assert any("acknowledgement" in message for message in lost)
    assert report.artifacts == ()


def test_what_is_wrong_in_a_precis_is_found_although_no_edition_prints_it(tmp_path: Path) -> None:
    root = book(tmp_path, "", **{"manuscript/sources/01-pilot.md": PILOT.replace("RULES", "").replace(
        "@lane, p. 2", "@nobody, p. 2").replace("[@lane, p. 1]", "")})
    found = {(one.code, one.place.line) for one in pipeline.check(root).diagnostics}
    assert ("C101", 16) in found
    assert ("B107", 3) in found


def test_a_work_that_only_a_precis_cites_is_cited(tmp_path: Path) -> None:
    root = book(tmp_path, "", **{"manuscript/sources/01-pilot.md": PILOT.replace("RULES", "").replace(
        "[@lane, p. 1]", "")})
    assert "B107" not in {one.code for one in pipeline.check(root).diagnostics}


def test_no_acknowledgements_where_the_author_wants_none(tmp_path: Path) -> None:
    root = book(tmp_path, ", until: 2020", **{"manuscript/book.toml": TOML + "[rights]\nacknowledgements = false\n"})
    assert pipeline.build(root, Order(only=("epub",))).artifacts
    with ZipFile(root / "dist/letters.epub") as archive:
        assert "EPUB/acknowledgements.xhtml" not in archive.namelist()


def test_behind_the_authors_own_acknowledgements_they_are_called_permissions(tmp_path: Path) -> None:
    thanks = "---\nrole: acknowledgments\n---\n# Acknowledgements\n\nThanks to all.\n"
    root = book(tmp_path, "", **{
        "manuscript/back/01-thanks.md": thanks,
        "manuscript/book.toml": TOML + '[rights]\nnotice = "Write to the harbour master."\n',
    })
    assert pipeline.build(root, Order(only=("epub",))).artifacts
    with ZipFile(root / "dist/letters.epub") as archive:
        page, nav = (archive.read(f"EPUB/{name}.xhtml").decode() for name in ("acknowledgements", "nav"))
    assert "<title>Permissions</title>" in page
    assert "Write to the harbour master." in page
    assert nav.index(">Acknowledgements<") < nav.index(">Permissions<") < nav.index(">Source Index<")
