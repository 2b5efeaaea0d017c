"""Notes at the foot of each chapter or all together at the end: the same book, whole either way."""

from __future__ import annotations

import json
import re
from zipfile import ZipFile

import pytest
from accessibility import ace_findings
from PIL import Image

from kirovbook.check.epubcheck import run_epubcheck
from kirovbook.diagnostics import Place
from kirovbook.pipeline import Order, build
from kirovbook.verify import verify

pytestmark = pytest.mark.slow

SETTINGS = """[book]
title = "Notes of Every Kind"
lang = "en-GB"
publisher = "Press"
bibliography = ["b.bib"]
{more}
[editions.print]
kind = "pdf"
trim = "A5"
[editions.epub]
kind = "epub"
notes = "{notes}"
"""
BIB = "@book{work, author = {Writer, Ann}, title = {A Work}, date = {1934}, publisher = {Press}, location = {London}}\n"
PEOPLE = '[kirov]\npreferred = "Kirov, Sergei"\n[orlov]\npreferred = "Orlov, Alexander"\n'
CHAPTER = """# The {name} of Kirov {{#{name}}}

Kirov came.[@work, p. 3] He spoke^[Of [ships]{{#ships-{name}}}, as Orlov says; see note [@note:b-{name}].]
and left.[^b-{name}]

See [the ships](#ships-{name}) and [@src:letter]. Orlov stayed.[^p-{name}]

[^b-{name}]: Kirov again, [@work, p. 4].

    > So Orlov, and see [above](#{name}).

[^p-{name}]: ![A map of the {name}](map.png)
"""
SOURCE = """---
id: letter
work: work
title: A letter
kind: extract
rights: {status: public-domain, basis: it was never registered}
---
Orlov wrote it.^[To Kirov.]

::: extract
Kirov is late.^[He was.]
:::
"""


@pytest.fixture(scope="module", params=["chapter", "end", "end, author-date"])
def root(request, tmp_path_factory):
    root = tmp_path_factory.mktemp("notes")
    manuscript = root / "manuscript"
    for folder in ("chapters", "sources"):
        (manuscript / folder).mkdir(parents=True)
    notes, _, style = request.param.partition(", ")
    more = 'csl = "chicago-author-date"' if style else ""
    (manuscript / "book.toml").write_text(SETTINGS.format(notes=notes, more=more), encoding="utf-8")
    (manuscript / "b.bib").write_text(BIB, encoding="utf-8")
    (manuscript / "people.toml").write_text(PEOPLE, encoding="utf-8")
    for number, name in enumerate(("rise", "fall"), start=1):
        Image.new("L", (30, 30), 90).save(manuscript / "chapters/map.png")
        path = manuscript / f"chapters/{number:02}-{name}.md"
        path.write_text(CHAPTER.format(name=name), encoding="utf-8")
    for number, name in enumerate(("letter", "report"), start=1):
        written = SOURCE.replace("letter", name)
        (manuscript / f"sources/{number:02}-{name}.md").write_text(written, encoding="utf-8")
    report = build(root, Order(uses_cache=False))
    assert [str(each) for each in report.diagnostics if each.code[0] != "L"] == []
    return root


def read(root, name):
    with ZipFile(root / "dist/notes-of-every-kind.epub") as archive:
        return archive.read(f"EPUB/{name}").decode()


def test_every_note_is_numbered_as_in_print_and_leads_back(root):
    written = json.loads((root / "dist/notes-of-every-kind.json").read_text(encoding="utf-8"))
    is_apart = 'notes = "end"' in (root / "manuscript/book.toml").read_text(encoding="utf-8")
    for note in written["notes"]:
        page = f"{note['unit']}.xhtml"
        name = f"note-{note['unit']}-{note['number']}" if is_apart else f"note-{note['number']}"
        notes = read(root, "notes.xhtml" if is_apart else page)
        assert f'id="mark-{note["number"]}" href="{"notes.xhtml" if is_apart else ""}#{name}"' in read(root, page)
        back = f'{page if is_apart else ""}#mark-{note["number"]}'
        assert re.search(rf'id="{name}">\s*<p[^>]*><a class="backlink" role="doc-backlink" href="{back}"', notes)


def test_what_leads_into_a_note_leads_to_its_page(root):
    is_apart = 'notes = "end"' in (root / "manuscript/book.toml").read_text(encoding="utf-8")
    page = "notes.xhtml" if is_apart else "ch-rise.xhtml"
    assert f'href="{page}#ships-rise"' in read(root, "ch-rise.xhtml")
    assert 'id="ships-rise"' in read(root, page)
    assert re.search(rf'href="{page}#name-(ch-rise-)?\d+"', read(root, "names-index.xhtml"))
    assert 'src="pictures/manuscript/chapters/map.png"' in read(root, page)


def test_what_was_built_is_verified(root):
    assert [each for each in verify(root).diagnostics if each.code[0] == "E"] == []


@pytest.mark.java
@pytest.mark.usefixtures("java")
def test_epubcheck_finds_nothing(root):
    assert run_epubcheck(root / "dist/notes-of-every-kind.epub", Place("manuscript/book.toml")) == ()


@pytest.mark.browser
def test_ace_finds_nothing(root, ace, tmp_path):
    assert ace_findings(ace, root / "dist/notes-of-every-kind.epub", tmp_path) == []
