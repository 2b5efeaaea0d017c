"""The e-book in a real reader: foliate-js, in a browser, at the width of a telephone.

``reader/scenes.mjs`` does what a reader of the book does, and says what is wrong; a picture of it is left in
``build/screenshots/reader``.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest

from kirovbook.pipeline import Order, build

ROOT = Path(__file__).parent.parent.parent
SCREENSHOTS = ROOT / "build/screenshots/reader"
SCENES = ("opening", "pages", "notes", "references", "dark", "narrow", "keyboard")
pytestmark = [pytest.mark.slow, pytest.mark.browser]

SENTENCE = "The harbour board met in the winter and heard the extraordinarily long telegrams of its delegates, {}"
LONG_WORD = "Donaudampfschiffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
WIDE = (
    "| Station | Wednesday | Thursday | Friday | Saturday | Sunday | Remarks of the inspector |\n"
    "|---|---|---|---|---|---|---|\n"
    "| Vladikavkaz | 1,000,000 | 2,000,000 | 3,000,000 | 4,000,000 | 5,000,000 | Unsatisfactory, notwithstanding |\n\n"
    ": Telegrams received"
)
CHAPTER = "\n\n".join([
    "# The chapter of many notes {#notes}",
    "Anne Brown was there.^[Remark 1 of *many*.]",
    *(f"{SENTENCE.format(f'for the {n}. time.')}^[Remark {n} of *many*, on page {n * 7}.] "
      f"{SENTENCE.format('and answered none of them.')}" for n in range(2, 65)),
    WIDE,
    "```\n" + "telegraph_office.receive(message, sender, receiver, date, hour, minute, second, words)" + "\n```",
    "See https://example.org/" + "a-very-long-address/" * 12 + " and " + LONG_WORD + ".",
    "\n".join(f"| The ice of the {n}. winter lay upon the harbour and the town and the masts" for n in range(6)),
    "Back to [@ch:blocks] and to [@src:letter].",
])  # fmt: skip
PEOPLE = '[brown]\npreferred = "Brown, Anne"\nvariants = ["Anne Brown"]\n'


@dataclass(frozen=True)
class Printed:
    """An e-book that was built beside its printed book, and what a reader must find in it."""

    epub: Path
    expected: dict[str, Any]


def lines_of(nav: ET.Element, base: str = "EPUB/") -> list[list[object]]:
    """Give the lines of a list of the navigation: words, address, the lines under it."""
    listed = nav.find("{*}ol")
    if listed is None:
        return []
    links = [(each, each.find("{*}a")) for each in listed.findall("{*}li")]
    return [[" ".join("".join(a.itertext()).split()), base + a.get("href", ""), lines_of(li)] for li, a in links]


def expectations(epub: Path, record: Path, references: list[dict[str, str]]) -> dict[str, Any]:
    """Give what a reader must find, from the record of the build and the navigation."""
    built = json.loads(record.read_text(encoding="utf-8"))
    kind = "{http://www.idpf.org/2007/ops}type"
    with ZipFile(epub) as archive:
        root = ET.fromstring(archive.read("EPUB/nav.xhtml"))
    navigation = {each.get(kind): each for each in root.iter("{http://www.w3.org/1999/xhtml}nav")}
    return {
        "title": built["title"],
        "contents": lines_of(navigation["toc"]),
        "landmarks": [[a.get(kind), f"EPUB/{a.get('href')}"] for a in navigation["landmarks"].iter() if a.get(kind)
                      and a.get("href")],
        "pages": built["editions"]["print"]["labels"],
        "notes": [{"file": f"EPUB/{note['unit']}.xhtml", "number": note["number"], "text": note["text"]}
                  for note in built["notes"]],
        "references": references,
    }  # fmt: skip


REFERENCES = [
    {"file": f"EPUB/{file}.xhtml", "link": link, "target": f"EPUB/{target}"} for file, link, target in (
        ("ch-second", "a[href^='src-letter']", "src-letter.xhtml"),
        ("ch-second", "a[href^='ch-blocks']", "ch-blocks.xhtml"),
        ("ch-second", "#note-4 a.to-index", "source-index.xhtml#work-1"),
        ("src-letter", "a[href='ch-second.xhtml']", "ch-second.xhtml"),
        ("source-index", "a[href='ch-second.xhtml#mark-4']", "ch-second.xhtml#mark-4"),
        ("names-index", "a[href^='ch-notes']", "ch-notes.xhtml"),
    )
]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    root = tmp_path_factory.mktemp("read")
    shutil.copytree(ROOT / "tests/books/everything", root, dirs_exist_ok=True)
    (root / "manuscript/chapters/03-notes.md").write_text(CHAPTER + "\n", encoding="utf-8")
    (root / "manuscript/people.toml").write_text(PEOPLE, encoding="utf-8")
    report = build(root, Order(only=("print", "epub"), uses_cache=False))
    assert [each for each in report.diagnostics if each.code[0] not in "LR"] == []
    epub, record = root / "dist/everything-at-once.epub", root / "dist/everything-at-once.json"
    return Printed(epub, expectations(epub, record, REFERENCES))


def styled(rule: str) -> tuple[str, Callable[[str], str]]:
    return "styles/house.css", lambda text: text + rule


def without_an_entry(text: str) -> str:
    return re.sub(r'<li><a href="[^"]*#page-9">9</a></li>\n', "", text)


def with_an_entry_at_the_end(text: str) -> str:
    entry = re.search(r'<li><a href="[^"]*#page-9">9</a></li>\n', text)
    assert entry
    before, after = text[:entry.start()], text[entry.end():]
    return before + after.replace("</ol>\n</nav>\n</body>", f"{entry[0]}</ol>\n</nav>\n</body>")


SPOILED = (
    ("title", "opening", "content.opf", lambda text: text.replace("Everything at Once", "Nothing"), "title:"),
    ("contents", "opening", "nav.xhtml",
     lambda text: re.sub(r'<li><a href="src-poem.xhtml">.*?</li>\n', "", text, count=1, flags=re.DOTALL), "contents:"),
    ("landmarks", "opening", "nav.xhtml", lambda text: text.replace('"bodymatter"', '"loi"'), "landmarks:"),
    ("no-page", "pages", "nav.xhtml", without_an_entry, "page 9 is not in the list"),
    ("wrong-page", "pages", "nav.xhtml", lambda text: text.replace('#page-9"', '#page-10"'), "9 leads to no break"),
    ("page-order", "pages", "nav.xhtml", with_an_entry_at_the_end, "the reader says page"),
    ("hidden-break", "pages", *styled("[role=doc-pagebreak] { display: none }"), "has its break off the screen"),
    ("wrong-note", "notes", "ch-notes.xhtml", lambda text: text.replace('href="#note-4"', 'href="#note-5"'), "says"),
    ("indented", "notes", *styled("[role=doc-footnote] p { text-indent: 1em }"), "note 4 of EPUB/ch-notes.xhtml is"),
    ("no-note", "notes", "ch-notes.xhtml", lambda text: text.replace('id="note-4"', ""), "note 4 of"),
    ("no-way-back", "notes", "ch-notes.xhtml", lambda text: text.replace('href="#mark-4"', 'href="#mark-44"'),
     "no way back from the pop-up of note 4"),
    ("reference", "references", "ch-second.xhtml",
     lambda text: text.replace('href="src-letter.xhtml"', 'href="src-letter-2.xhtml"'), "does not lead to"),
    ("pop-up", "references", "ch-second.xhtml",
     lambda text: re.sub('(<a class="to-index".*?</a>)', r"<sup>\1</sup>", text), "pops up"),
    ("pale", "dark", *styled("p { color: #777 }"), "cannot be read"),
    ("light", "dark", *styled(":root { color-scheme: light }"), "stays light"),
    ("inverted", "dark", *styled("img { filter: invert(1) }"), "inverts"),
    ("wide-code", "narrow", *styled("pre { white-space: pre }"), "ch-notes.xhtml, scrolled, is too wide"),
    # A media query sees the width of all the columns of a file.
    ("wide-table", "narrow", *styled("@media (min-width: 30em) { td { white-space: nowrap } }"),
     "ch-notes.xhtml, paginated, is too wide"),
    ("no-focus", "keyboard", *styled("a { outline: none }"), "the first mark has no visible focus"),
    ("no-tab", "keyboard", "src-letter.xhtml", lambda text: re.sub(r'href="#note-\d+"', "", text),
     "the first mark is not reached"),
)  # fmt: skip


def spoil(epub: Path, target: Path, file: str, change: Callable[[str], str]) -> Path:
    """Write the e-book with one of its files changed."""
    with ZipFile(epub) as whole, ZipFile(target, "w") as archive:
        for info in whole.infolist():
            written = whole.read(info)
            if info.filename == f"EPUB/{file}":
                changed = change(written.decode()).encode()
                assert changed != written
                written = changed
            archive.writestr(info, written)
    return target


def fewer(expected: dict[str, Any]) -> dict[str, Any]:
    """Give less to look for: what is spoiled, and what stands around it."""
    notes = [note for note in expected["notes"] if (note["file"], note["number"]) == ("EPUB/ch-notes.xhtml", 4)]
    return expected | {"pages": expected["pages"] if "9" not in expected["pages"] else ["8", "9", "10"], "notes": notes,
                       "references": expected["references"][:3]}


@pytest.fixture(scope="module")
def wrong(printed: Printed, chromium: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[str]]]:
    """What was wrong in each scene, of the book and of the spoiled ones."""
    node = shutil.which("node")
    if not node or not all((ROOT / "node_modules" / each).is_dir() for each in ("playwright-core", "foliate-js")):
        pytest.fail("Node.js, playwright-core or foliate-js is not here: `make test` installs them")
    folder = tmp_path_factory.mktemp("spoiled")
    shutil.rmtree(SCREENSHOTS, ignore_errors=True)
    SCREENSHOTS.mkdir(parents=True)
    books = [{"name": "book", "epub": str(printed.epub), "scenes": SCENES, "expected": printed.expected,
              "screenshots": str(SCREENSHOTS), "patience": 20_000}]
    for name, scene, file, change, _ in SPOILED:
        epub = spoil(printed.epub, folder / f"{name}.epub", file, change)
        expected = printed.expected if scene in {"opening", "keyboard"} else fewer(printed.expected)
        books.append({"name": name, "epub": str(epub), "scenes": [scene], "expected": expected,
                      "screenshots": str(folder), "patience": 4_000, "isSpoiled": True})
    jobs = folder / "jobs.json"
    jobs.write_text(json.dumps({"chromium": chromium, "books": books}), encoding="utf-8")
    command = [node, str(Path(__file__).with_name("reader") / "reader.mjs"), str(jobs)]
    answer = subprocess.run(command, capture_output=True, timeout=600, check=False)
    assert answer.returncode == 0, answer.stderr.decode()
    return json.loads(answer.stdout)


@pytest.mark.parametrize("scene", SCENES)
def test_a_reader_finds_nothing_wrong(wrong: dict[str, dict[str, list[str]]], scene: str) -> None:
    assert wrong["book"][scene] == []


@pytest.mark.parametrize(("name", "scene", "words"), [(name, scene, words) for name, scene, _, _, words in SPOILED])
def test_a_reader_finds_what_is_spoiled(
    wrong: dict[str, dict[str, list[str]]], name: str, scene: str, words: str,
) -> None:
    assert any(words in each for each in wrong[name][scene]), wrong[name][scene]
    picture = re.search(r"\(see (.*)\)", wrong[name][scene][0])
    assert picture
    assert Path(picture[1]).is_file()


def test_every_tenth_note_is_enough_notes(printed: Printed) -> None:
    assert len(printed.expected["notes"]) >= 80


def test_the_house_style_fixes_no_colour() -> None:
    style = (ROOT / "kirovbook/house/styles/epub.css").read_text(encoding="utf-8")
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    declared = re.findall(r"[{;]\s*([\w-]+)\s*:\s*([^;{}]*)", style)
    coloured = {(name, value.strip()) for name, value in declared if re.search("color|background|fill|stroke", name)}
    assert coloured == {("color-scheme", "light dark"), ("color", "inherit")}
    lines = " ".join(value for name, value in declared if re.match("border|outline", name))
    assert set(re.findall(r"[a-z]{3,}|#", lines)) <= {"solid", "none", "collapse"}
