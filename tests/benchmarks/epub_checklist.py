"""Look into e-books for what a reader, a shop and a library want of one, and print what each has, side by side.

python tests/benchmarks/epub_checklist.py FILE.epub...
"""

from __future__ import annotations

import posixpath
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET
from zipfile import ZipFile

EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
OPF = "{http://www.idpf.org/2007/opf}"
HTML = "{http://www.w3.org/1999/xhtml}"
FILE_NAME = re.compile(r"[\w.-]+\.x?html?")


@dataclass(frozen=True, slots=True)
class Ebook:
    """The package document, the pages by their path, the style sheets, and the sizes of the fonts in bytes."""

    package: ET.Element
    pages: dict[str, ET.Element]
    styles: str
    fonts: list[int]

    def typed(self, kind: str) -> Iterator[tuple[str, ET.Element]]:
        """Give the elements of a structural type, each with its page's path."""
        for path, page in self.pages.items():
            yield from ((path, each) for each in page.iter() if kind in (each.get(EPUB_TYPE) or "").split())

    def navigation(self, kind: str) -> ET.Element | None:
        """Give a list of the navigation document."""
        return next((each for _, each in self.typed(kind) if each.tag == f"{HTML}nav"), None)

    def notes(self) -> list[ET.Element]:
        """Give the elements that the note marks lead to."""
        anchors = {(path, each.get("id")): each for path, page in self.pages.items() for each in page.iter()}
        wanted = (_target(path, mark.get("href", "")) for path, mark in self.typed("noteref"))
        return [anchors[each] for each in wanted if each in anchors]


def _target(path: str, href: str) -> tuple[str, str]:
    file, _, anchor = unquote(href).partition("#")
    return (posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path), anchor


def open_ebook(path: Path) -> Ebook:
    """Read an EPUB; raises what zipfile and ElementTree raise where it is none."""
    with ZipFile(path) as archive:
        files = {info.filename: archive.read(info) for info in archive.infolist()}
    package = next(written for name, written in files.items() if name.endswith(".opf"))
    styles = b"\n".join(written for name, written in files.items() if name.endswith(".css"))
    fonts = [len(written) for name, written in files.items() if name.endswith((".woff", ".woff2", ".ttf", ".otf"))]
    pages = {name: _page(written) for name, written in files.items() if name.endswith(".xhtml")}
    return Ebook(ET.fromstring(package), pages, styles.decode(), fonts)


def _page(written: bytes) -> ET.Element:
    """Parse a page; one that is not well-formed is an empty one, as a reader shows none of it."""
    try:
        return ET.fromstring(written)
    except ET.ParseError:
        return ET.Element(f"{HTML}html")


def _of(share: int, whole: int) -> str:
    return f"{share} of {whole}" if whole else "none there"


def backlinks(book: Ebook) -> str:
    """Notes from which a link leads back."""
    notes = book.notes()
    return _of(sum(any(each.get("role") == "doc-backlink" for each in note.iter()) for note in notes), len(notes))


def numbers(book: Ebook) -> str:
    """Notes that begin with their number as text, so that a pop-up shows it."""
    notes = book.notes()
    return _of(sum(bool(re.match(r"\s*\d", "".join(note.itertext()))) for note in notes), len(notes))


def page_titles(book: Ebook) -> str:
    """Pages whose title is there and no file's name."""
    titles = [(page.findtext(f"{HTML}head/{HTML}title") or "").strip() for page in book.pages.values()]
    return _of(sum(bool(each) and not FILE_NAME.fullmatch(each) for each in titles), len(titles))


def landmarks(book: Ebook) -> str:
    """The kinds of landmarks, and whether they are hidden from the page."""
    nav = book.navigation("landmarks")
    kinds = [each.get(EPUB_TYPE, "") for each in nav.iter(f"{HTML}a")] if nav is not None else []
    return " ".join(kinds + ["(hidden)"] * (nav is not None and nav.get("hidden") is not None)) or "no"


def page_list(book: Ebook) -> str:
    """How many printed pages are listed, and how many breaks there are."""
    nav = book.navigation("page-list")
    listed = len(list(nav.iter(f"{HTML}a"))) if nav is not None else 0
    return f"{listed} listed, {sum(1 for _ in book.typed('pagebreak'))} breaks" if listed else "no"


def has(name: str) -> Callable[[Ebook], str]:
    """Give the question what values a property of the package has."""
    def ask(book: Ebook) -> str:
        metas = (each for each in book.package.iter(f"{OPF}meta") if each.get("property") == name)
        return ", ".join(dict.fromkeys((each.text or "").strip()[:32] for each in metas)) or "no"
    return ask


def index_links(book: Ebook) -> str:
    """Links within indexes."""
    return str(sum(each.tag == f"{HTML}a" for _, index in book.typed("index") for each in index.iter()))


def fonts(book: Ebook) -> str:
    """The embedded fonts: a subset is small."""
    return f"{len(book.fonts)}, {sum(book.fonts) // 1024} KiB" if book.fonts else "no"


ROWS: tuple[tuple[str, Callable[[Ebook], str]], ...] = (
    ("notes with a backlink", backlinks), ("notes that begin with their number", numbers),
    ("pages with a title of their own", page_titles), ("landmarks", landmarks), ("page list", page_list),
    ("pageBreakSource", has("pageBreakSource")), ("accessMode", has("schema:accessMode")),
    ("features", has("schema:accessibilityFeature")), ("hazards", has("schema:accessibilityHazard")),
    ("summary", has("schema:accessibilitySummary")), ("roles of persons", has("role")), ("file-as", has("file-as")),
    ("title-type", has("title-type")), ("identifier-type", has("identifier-type")), ("authority", has("authority")),
    ("links in indexes", index_links),
    ("style sheets know a dark page", lambda book: str("color-scheme" in book.styles)), ("embedded fonts", fonts),
)


def main() -> None:
    """Print the table for the files that are named."""
    books = [open_ebook(Path(each)) for each in sys.argv[1:]]
    print("| property |", " | ".join(Path(each).name for each in sys.argv[1:]), "|")
    print("| --- |", " --- |" * len(books))
    for name, ask in ROWS:
        print(f"| {name} |", " | ".join(ask(book) for book in books), "|")


if __name__ == "__main__":
    main()
