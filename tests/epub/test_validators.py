"""What others say of an e-book: EPUBCheck, Ace, and a real browser, each on a good book and on a broken one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from accessibility import ace_findings

from kirovbook.check import epubcheck
from kirovbook.check.epubcheck import run_epubcheck
from kirovbook.diagnostics import ERROR, CannotRunError, Place

ROOT = Path(__file__).parent.parent.parent
PLACE = Place("manuscript/book.toml", 1, 1)
pytestmark = pytest.mark.slow


def broken(made, target, page, old, new):
    with ZipFile(made.path) as whole, ZipFile(target, "w") as archive:
        for info in whole.infolist():
            written = whole.read(info)
            if info.filename == f"EPUB/{page}":
                assert old in written
                written = written.replace(old, new)
            archive.writestr(info, written)
    return target


@pytest.mark.java
@pytest.mark.usefixtures("java")
def test_epubcheck_finds_nothing(made):
    assert run_epubcheck(made.path, PLACE) == ()


@pytest.mark.java
@pytest.mark.usefixtures("java")
def test_epubcheck_finds_what_is_broken(made, tmp_path):
    path = broken(made, tmp_path / "x.epub", "ch-one.xhtml", b'href="src-letter.xhtml"', b'href="nobody.xhtml"')
    found = run_epubcheck(path, PLACE)
    assert [(each.code, each.severity, each.place) for each in found] == [("E130", ERROR, PLACE)]
    assert "RSC-007 at EPUB/ch-one.xhtml:15" in found[0].message


def test_without_java_it_says_so(made, monkeypatch):
    monkeypatch.setattr(epubcheck.shutil, "which", lambda _: None)
    with pytest.raises(CannotRunError, match="Java"):
        run_epubcheck(made.path, PLACE)


ROLES = (
    "abstract", "acknowledgments", "afterword", "appendix", "conclusion", "dedication", "epigraph", "epilogue",
    "foreword", "introduction", "prologue", "glossary", "bibliography", "note", "of our own",
)


@pytest.fixture(scope="module")
def varied(book, maker, tmp_path_factory):
    """A draft with pieces of every role, in a language that runs from right to left."""
    pieces = tuple(replace(book.front_matter[1], unit=f"front-{role}", role=role) for role in ROLES)
    draft = replace(book, front_matter=pieces, is_draft=True, identity=replace(book.identity, lang="he", isbn_epub=""))
    return maker(tmp_path_factory.mktemp("varied"), draft)


@pytest.mark.java
@pytest.mark.usefixtures("java")
def test_epubcheck_takes_pieces_of_any_role_and_direction(varied):
    assert run_epubcheck(varied.path, PLACE) == ()


@pytest.mark.browser
def test_ace_takes_pieces_of_any_role_and_direction(varied, tmp_path, ace):
    assert ace_findings(ace, varied.path, tmp_path / "ace") == []


@pytest.fixture(scope="module")
def catalogued(catalogued_book, edition, maker, tmp_path_factory):
    """A book with all metadata, without fonts."""
    plain = replace(edition, embeds_fonts=False)
    return maker(tmp_path_factory.mktemp("catalogued"), catalogued_book, edition=plain)


@pytest.mark.java
@pytest.mark.usefixtures("java")
def test_epubcheck_takes_all_that_a_catalogue_wants(catalogued):
    assert run_epubcheck(catalogued.path, PLACE) == ()


@pytest.mark.java
@pytest.mark.usefixtures("java")
@pytest.mark.parametrize("old", [b'refines="#subject-1"', b'refines="#series"', b'refines="#conformance"'])
def test_epubcheck_looks_at_what_a_catalogue_wants(catalogued, tmp_path, old):
    path = broken(catalogued, tmp_path / "x.epub", "content.opf", old, old.replace(b"#", b"#no-"))
    assert run_epubcheck(path, PLACE) != ()


@pytest.mark.browser
def test_ace_takes_all_that_a_catalogue_wants(catalogued, tmp_path, ace):
    assert ace_findings(ace, catalogued.path, tmp_path / "ace") == []


@pytest.mark.browser
def test_ace_finds_nothing(made, tmp_path, ace):
    assert ace_findings(ace, made.path, tmp_path / "ace") == []


@pytest.mark.browser
def test_ace_finds_what_is_broken(made, tmp_path, ace):
    path = broken(made, tmp_path / "x.epub", "ch-one.xhtml", b' alt="A plan"', b"")
    assert ("ch-one.xhtml", "image-alt") in ace_findings(ace, path, tmp_path / "ace")


VISIT = """
const {chromium} = require('playwright-core');
(async () => {
  const browser = await chromium.launch({executablePath: process.argv[2], args: ['--no-sandbox']});
  const seen = {};
  for (const [width, scheme] of [[360, 'light'], [360, 'dark'], [900, 'light']]) {
    const page = await browser.newPage({viewport: {width, height: 740}, colorScheme: scheme});
    const wide = {};
    for (const href of JSON.parse(process.argv[4])) {
      await page.goto(`file://${process.argv[3]}/${href}`);
      wide[href] = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    }
    await page.goto(`file://${process.argv[3]}/ch-one.xhtml`);
    const at = (id) => page.evaluate((id) => Math.round(document.getElementById(id).getBoundingClientRect().top), id);
    const hash = () => page.evaluate(() => location.hash);
    await page.click('#mark-1');
    const there = [await hash(), await at('note-1')];
    await page.click('#note-1 [role=doc-backlink]');
    const back = [await hash(), await at('mark-1')];
    const colours = await page.evaluate(() => {
      const probe = document.createElement('div');
      probe.style.cssText = 'color: CanvasText; background: Canvas';
      document.body.append(probe);
      const probed = getComputedStyle(probe), text = getComputedStyle(document.querySelector('#text p'));
      return [text.color === probed.color, probed.backgroundColor];
    });
    const fonts = await page.evaluate(async () => {
      await document.fonts.ready;
      return [...document.fonts].map((font) => font.status);
    });
    seen[`${width} ${scheme}`] = {wide, there, back, colours, fonts};
    await page.close();
  }
  await browser.close();
  console.log(JSON.stringify(seen));
})();
"""


@pytest.fixture(scope="module")
def visited(made, chromium, tmp_path_factory):
    """What a browser sees of every page, on a telephone by day and by night, and on a desk."""
    node = shutil.which("node")
    if not node or not (ROOT / "node_modules/playwright-core").is_dir():
        pytest.fail("Node.js or playwright-core is not here: `make test` installs them")
    folder = tmp_path_factory.mktemp("visited")
    with ZipFile(made.path) as archive:
        archive.extractall(folder)
    script = folder / "visit.js"
    script.write_text(VISIT)
    pages = [path.name for path in sorted((folder / "EPUB").glob("*.xhtml"))]
    command = [node, str(script), chromium, str(folder / "EPUB"), json.dumps(pages)]
    surroundings = os.environ | {"NODE_PATH": str(ROOT / "node_modules")}
    answer = subprocess.run(command, check=True, capture_output=True, timeout=300, env=surroundings)
    return json.loads(answer.stdout)


VIEWS = pytest.mark.parametrize("view", ["360 light", "360 dark", "900 light"])


@pytest.mark.browser
@VIEWS
def test_no_page_is_wider_than_the_screen(visited, view):
    assert {href: over for href, over in visited[view]["wide"].items() if over > 0} == {}


@pytest.mark.browser
@VIEWS
def test_a_mark_leads_to_its_note_and_back(visited, view):
    there, back = visited[view]["there"], visited[view]["back"]
    assert (there[0], back[0]) == ("#note-1", "#mark-1")
    assert 0 <= there[1] < 740
    assert 0 <= back[1] < 740


@pytest.mark.browser
@VIEWS
def test_the_text_takes_the_readers_colours_and_the_house_type(visited, view):
    is_readers, ground = visited[view]["colours"]
    assert is_readers
    assert (ground == "rgb(255, 255, 255)") == ("light" in view)
    assert "error" not in visited[view]["fonts"]
    assert "loaded" in visited[view]["fonts"]
