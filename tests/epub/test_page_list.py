"""An e-book has the pages of the printed book: every one, in order, each with the words and the notes of that page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from zipfile import ZipFile

import pytest
from accessibility import ace_findings

from kirovbook.check import page_list_integrity
from kirovbook.check.epub_reading import read_epub
from kirovbook.check.epubcheck import run_epubcheck
from kirovbook.check.page_list_integrity import prove_page_list
from kirovbook.check.page_list_reading import read_page_list
from kirovbook.pipeline import Order, build
from kirovbook.verify import verify

pytestmark = pytest.mark.slow

SETTINGS = """[book]
title = "Pages of Every Kind"
lang = "en-GB"
publisher = "Press"
{more}
line_numbers = 5
[editions.print]
kind = "pdf"
trim = "4in 6in"
[editions.epub]
kind = "epub"
"""
SENTENCE = "The committee met in the winter and heard the extraordinarily long telegrams of the delegates{}. "
BIB = "@book{work, author = {Writer, Ann}, title = {A Work}, date = {1934}, publisher = {Press}, location = {London}}\n"


def paragraph(number, notes=2):
    parts = [SENTENCE.format(f" for the {number}. time") for _ in range(4)]
    marks = [f"[@work, p. {number}{n}]" if n % 2 else f"^[Remark {number}-{n} on *it*.]" for n in range(notes)]
    return "".join(part.strip() + mark + " " for part, mark in zip(parts, [*marks, "", "", ""], strict=False)).strip()


CHAPTER = "\n\n".join([
    "# The {name} chapter {{#{name}}}",
    *(paragraph(n) for n in range(1, 4)),
    "## A heading with a note^[On the heading.]",
    "> " + paragraph(5, notes=0),
    "\n".join(f"{n}. {paragraph(10 + n, notes=0)}" for n in range(1, 4)),
    "| Day | Event |\n|---|---|\n" + "\n".join(f"| {n} May | {SENTENCE.format('')} |" for n in range(1, 20)),
    "\n".join(f"| Line {n} of the verse" for n in range(24)),
    "See [@src:letter] and [@ch:first], and *emphasis over many words* " + "that go on and on " * 40 + ".",
    "Term\n:   " + paragraph(30, notes=0),
    "https://example.org/" + "a-very-long-address/" * 60,
    paragraph(31, notes=4),
])
SOURCE = """---
id: letter
work: work
title: A letter
date: 1934
kind: extract
rights: {{status: public-domain}}
questions: ["Who wrote this letter, and to whom?", "Why should we doubt it?"]
---
{headnote}

::: extract
{extract}
:::
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("pages")
    write_book(root)
    return root


def write_book(root, more='bibliography = ["../b.bib"]\nisbn = {print = "978-3-16-148410-0"}'):
    manuscript = root / "manuscript"
    for folder in ("chapters", "sources", "front"):
        (manuscript / folder).mkdir(parents=True)
    (root / "b.bib").write_text(BIB, encoding="utf-8")
    (manuscript / "book.toml").write_text(SETTINGS.format(more=more), encoding="utf-8")
    (manuscript / "front/01-preface.md").write_text(f"# Preface\n\n{paragraph(90)}\n", encoding="utf-8")
    for number, name in enumerate(("first", "second"), start=1):
        path = manuscript / f"chapters/{number:02}-{name}.md"
        path.write_text(CHAPTER.format(name=name) + "\n", encoding="utf-8")
    extract = "\n\n".join(paragraph(n, notes=1) for n in range(50, 55))
    written = SOURCE.format(headnote=paragraph(70), extract=extract)
    (manuscript / "sources/01-letter.md").write_text(written, encoding="utf-8")


@pytest.fixture(scope="module")
def seen(root):
    """Build the book, and keep what the proof of the list of pages was given."""
    kept = {}

    def proving(path, arranged, printed):
        kept["epub"] = root / "kept.epub"
        kept["epub"].write_bytes(path.read_bytes())
        kept["arranged"], kept["printed"] = arranged, printed
        kept["found"] = prove_page_list(path, arranged, printed)
        return kept["found"]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page_list_integrity, "prove_page_list", proving)
        report = build(root, Order(uses_cache=False))
    assert [each for each in report.diagnostics if each.code[0] not in "LR"] == []
    assert kept["found"] == ()
    return kept


def pages_of(seen):
    return read_page_list(seen["epub"], read_epub(seen["epub"]))


def test_every_printed_page_has_its_break_and_its_line(seen):
    labels = seen["printed"].labels
    pages = pages_of(seen)
    assert len(labels) > 24
    assert [each.label for file in pages.files for each in file.breaks] == list(labels)
    assert [label for label, _ in pages.lines] == list(labels)


def test_most_pages_begin_within_a_paragraph(seen):
    inside = [each for file in pages_of(seen).files for each in file.breaks if 0 < each.letters < len(file.letters)]
    assert len(inside) > 20


def test_the_text_of_a_page_is_that_of_the_printed_page(seen):
    """Held here against what pdfium reads from the finished PDF, of which the proof itself knows nothing."""
    from kirovbook.check.pdf_text import read_pages  # noqa: PLC0415
    from kirovbook.model.letters import bare  # noqa: PLC0415

    file = seen["epub"].parent / "dist/pages-of-every-kind-print.pdf"
    printed = [re.sub(r"\d", "", bare(page)) for page in read_pages(file.read_bytes())]
    chapter = next(file for file in pages_of(seen).files if file.href == "ch-first.xhtml")
    held = 0
    for one, following in zip(chapter.breaks, chapter.breaks[1:], strict=False):
        page = printed[seen["printed"].labels.index(one.label)]
        text = re.sub(r"\d", "", chapter.letters[one.letters:following.letters]).replace("\ufffc", "")
        # Headings of tables are printed anew on each page, and a divided word begins on the page before.
        opening, ending = text[20:50], text[-60:-30]
        assert opening in page, (one.label, opening, page)
        assert ending in page, (one.label, ending, page)
        held += 1
    assert held > 10


@pytest.mark.java
@pytest.mark.usefixtures("java")
def test_epubcheck_takes_the_breaks(seen):
    assert run_epubcheck(seen["epub"], seen["arranged"].edition.place) == ()


@pytest.mark.browser
def test_ace_takes_the_breaks(seen, ace, tmp_path):
    assert ace_findings(ace, seen["epub"], tmp_path) == []


def test_package_names_the_printed_book(seen):
    with ZipFile(seen["epub"]) as archive:
        package, ncx = archive.read("EPUB/content.opf").decode(), archive.read("EPUB/toc.ncx").decode()
    assert '<meta property="pageBreakSource">urn:isbn:9783161484100</meta>' in package
    assert '<dc:source id="printed-book">urn:isbn:9783161484100</dc:source>' in package
    for feature in ("pageBreakMarkers", "pageNavigation"):
        assert f'<meta property="schema:accessibilityFeature">{feature}</meta>' in package
    assert ncx.count("<pageTarget ") == len(seen["printed"].labels)
    assert f'name="dtb:maxPageNumber" content="{seen["printed"].labels[-1]}"' in ncx


def spoiled(seen, file, change):
    """Give the e-book with one of its files changed."""
    target = seen["epub"].with_name("spoiled.epub")
    with ZipFile(seen["epub"]) as whole, ZipFile(target, "w") as archive:
        for info in whole.infolist():
            written = whole.read(info)
            if info.filename == f"EPUB/{file}":
                changed = change(written.decode()).encode()
                assert changed != written
                written = changed
            archive.writestr(info, written)
    return [each.code for each in prove_page_list(target, seen["arranged"], seen["printed"])]


A_BREAK = re.compile(r'<span epub:type="pagebreak"[^>]*></span>')


def moved(text, by):
    """Move the third break of a page on by some words, or back."""
    found = list(A_BREAK.finditer(text))[2]
    without = text[:found.start()] + text[found.end():]
    words = [each.start() for each in re.finditer(r"(?<=[a-z]) (?=[a-z]+ )", without)]
    at = min(range(len(words)), key=lambda n: abs(words[n] - found.start())) + by
    return without[:words[at] + 1] + found[0] + without[words[at] + 1:]


def swapped(text):
    one, other = list(A_BREAK.finditer(text))[1:3]
    return text[:one.start()] + other[0] + text[one.end():other.start()] + one[0] + text[other.end():]


@pytest.mark.parametrize(("file", "change", "codes"), [
    ("ch-first.xhtml", lambda text: A_BREAK.sub("", text, count=1), {"E140", "E141"}),
    ("ch-first.xhtml", swapped, {"E141", "E142", "E143"}),
    ("ch-first.xhtml", lambda text: moved(text, 2), {"E142"}),
    ("ch-first.xhtml", lambda text: moved(text, -3), {"E142"}),
    ("ch-first.xhtml", lambda text: text.replace(" winter ", " summer ", 1), {"E142"}),
    ("ch-first.xhtml", lambda text: text.replace('<section class="notes"', '<p>More</p><section class="notes"', 1),
     {"E142"}),
    ("nav.xhtml", lambda text: re.sub(r'<li><a href="[^"]*#page-5">5</a></li>', "", text), {"E140", "E141"}),
    ("nav.xhtml", lambda text: text.replace("#page-5", "#page-6", 1), {"E141"}),
    ("nav.xhtml", lambda text: text.replace('epub:type="page-list"', 'epub:type="lov"'), {"E140", "E141"}),
])  # fmt: skip
def test_what_is_wrong_is_found(seen, file, change, codes):
    assert set(spoiled(seen, file, change)) == codes


def test_a_mark_on_another_page_is_found(seen):
    printed = seen["printed"]
    at = "mark-ch-first-3"
    wrong = replace(printed, folios={**printed.folios, at: "2" + printed.folios[at]})
    found = prove_page_list(seen["epub"], seen["arranged"], wrong)
    assert [each.code for each in found] == ["E143"]
    assert found[0].place.file == "manuscript/chapters/01-first.md"


@pytest.mark.usefixtures("seen")
def test_record_and_verify_hold_the_pages_together(root):
    record = root / "dist/pages-of-every-kind.json"
    written = json.loads(record.read_text(encoding="utf-8"))
    assert written["editions"]["epub"]["pages_of"] == "print"
    assert [each for each in verify(root).diagnostics if each.code in {"E140", "E141"}] == []
    written["editions"]["print"]["labels"].append("999")
    record.write_text(json.dumps(written), encoding="utf-8")
    assert "E140" in [each.code for each in verify(root).diagnostics]


def test_an_e_book_alone_names_no_pages(root, tmp_path):
    report = build(root, Order(only=("epub",), out=tmp_path))
    path = next(each for each in report.artifacts if each.suffix == ".epub")
    with ZipFile(path) as archive:
        assert "page-list" not in archive.read("EPUB/nav.xhtml").decode()
        assert "pageBreak" not in archive.read("EPUB/content.opf").decode()


@pytest.mark.parametrize("lang", ["ar", "ru", "fr"])
def test_pages_of_other_scripts(tmp_path, lang):
    sentence = {"ar": "قال الرئيس إن الاجتماع عقد في الشتاء «هنا» ثم انتهى. ",
                "ru": "Комитет собрался зимой того года — и слушал «длинные» телеграммы делегатов. ",
                "fr": "Le comité siégea l’hiver : qui l’écouta ? « Personne », dit-il ; rien. "}[lang]
    chapters = tmp_path / "manuscript/chapters"
    chapters.mkdir(parents=True)
    text = "# One\n\n" + "\n\n".join(sentence * 12 + f"^[Note {n}.]" for n in range(8)) + "\n"
    (chapters / "01-one.md").write_text(text, encoding="utf-8")
    settings = SETTINGS.format(more="").replace("en-GB", lang)
    (tmp_path / "manuscript/book.toml").write_text(settings, encoding="utf-8")
    report = build(tmp_path, Order(uses_cache=False))
    assert [each for each in report.diagnostics if each.code[0] != "L"] == []
    assert len(report.artifacts) == 3


def test_the_proof_is_part_of_a_build(root, tmp_path, monkeypatch):
    monkeypatch.setattr("kirovbook.render.epub.edition.plan_breaks", lambda *_: {})
    report = build(root, Order(out=tmp_path))
    assert {"E140"} <= {each.code for each in report.diagnostics}
    assert report.artifacts == ()
