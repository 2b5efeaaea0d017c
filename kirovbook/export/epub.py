"""Put an e-book's pages into their container. The door of EbookLib, which writes the container and no more.

Every page is given as finished bytes: what the library parses, it changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZIP_STORED

from ebooklib import epub

from kirovbook.diagnostics import ERROR, Diagnostic, Place, has_errors
from kirovbook.export.cover import CoverPicture
from kirovbook.export.fitted_pictures import fit_picture
from kirovbook.export.fonts import embedded_faces, face_rules
from kirovbook.export.pictures import read_picture
from kirovbook.export.themes import epub_style, face_of
from kirovbook.export.zipped import FixedZip
from kirovbook.render.epub.rendering import COVER_PICTURE, HOUSE_STYLE, EpubRendering, MetaEntry

EPUB_STYLE = "styles/epub.css"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_COVER_ID = "cover-picture"
# Apple Books shows embedded fonts only where this says so (iBookstore Asset Guide 5.0, "Configuring Display Options").
_SHOW_OUR_FONTS = b"""<?xml version="1.0" encoding="UTF-8"?>
<display_options>
  <platform name="*">
    <option name="specified-fonts">true</option>
  </platform>
</display_options>
"""
_FETCHING = re.compile(r"@import|url\s*\(", re.IGNORECASE)


class _Writer(epub.EpubWriter):  # type: ignore[misc]
    """EbookLib's writer, with a zip file that does not depend on the clock, and its package document mended."""

    def __init__(self, target: Path, book: epub.EpubBook, modified: datetime, rendering: EpubRendering) -> None:
        super().__init__(str(target), book, {"mtime": modified.astimezone(UTC), "epub3_pages": False})
        self._target, self._modified, self._rendering = target, modified, rendering

    def write(self) -> None:
        """Write the container, the type first and uncompressed, as OCF 3.3 (4.2) asks."""
        with FixedZip(self._target, self._modified) as self.out:
            self.out.writestr("mimetype", b"application/epub+zip", ZIP_STORED)
            self._write_container()
            if self._rendering.edition.embeds_fonts:
                self.out.writestr("META-INF/com.apple.ibooks.display-options.xml", _SHOW_OUR_FONTS)
            self._write_opf()
            self._write_items()

    def _write_opf_file(self, root: ET.Element) -> None:
        root.set(_XML_LANG, self._rendering.lang)
        del root.attrib["prefix"]
        for meta in root.iter("meta"):
            if meta.get("name") == "generator":
                meta.set("content", "kirovbook")
        super()._write_opf_file(root)


def write_epub(
    rendering: EpubRendering, root: Path, cover: CoverPicture, target: Path, modified: datetime
) -> tuple[Diagnostic, ...]:
    """Write the e-book to ``target``; where a picture or a style sheet may not be used, write nothing.

    ``root`` is the book's folder, from which pictures are read. The same rendering, pictures, cover and ``modified``
    give the same bytes. Raises ``ParseError`` if a page is not well-formed, which is an error
    of the program.
    """
    for page in rendering.pages:
        ET.fromstring(page.text)  # noqa: S314 - our own page, and expat refuses entity bombs
    pictures, found = _pictures(rendering, root)
    found = (*found, *_fetching_styles(rendering))
    if has_errors(found):
        return found
    if has_errors(cover.found):
        return (*found, *cover.found)
    book = _book(rendering)
    for item in (*_pages(rendering), *_styles_and_fonts(rendering), _cover(cover.png), *pictures):
        book.add_item(item)
    book.spine = [(_id(page.href), "yes" if page.linear else "no") for page in rendering.pages]
    if rendering.is_right_to_left:
        book.set_direction("rtl")
    writer = _Writer(target, book, modified, rendering)
    writer.process()
    writer.write()
    return (*found, *cover.found)


def _book(rendering: EpubRendering) -> epub.EpubBook:
    book = epub.EpubBook()
    book.set_identifier(rendering.identifier)
    for entry in rendering.metadata:
        _add_metadata(book, entry)
    book.add_metadata("OPF", "cover", "", {"name": "cover", "content": _COVER_ID})
    return book


def _add_metadata(book: epub.EpubBook, entry: MetaEntry) -> None:
    attributes = {"id": entry.id} if entry.id else {}
    if entry.name.startswith("dc:"):
        book.add_metadata("DC", entry.name.removeprefix("dc:"), entry.value, attributes)
        return
    attributes["property"] = entry.name
    if entry.refines:
        attributes["refines"] = f"#{entry.refines}"
    if entry.scheme:
        attributes["scheme"] = entry.scheme
    book.add_metadata("OPF", "meta", entry.value, attributes)


def _item(
    href: str, media_type: str, written: bytes, properties: tuple[str, ...] = (), name: str = ""
) -> epub.EpubItem:
    item = epub.EpubItem(name or _id(href), href, media_type, written)
    item.properties = list(properties)
    return item


def _id(href: str) -> str:
    return "item-" + re.sub(r"[^a-z0-9.-]", "_", href.lower())


def _pages(rendering: EpubRendering) -> Iterator[epub.EpubItem]:
    for page in rendering.pages:
        yield _item(page.href, "application/xhtml+xml", page.text.encode(), page.properties)
    yield _item("toc.ncx", "application/x-dtbncx+xml", rendering.ncx.encode(), name="ncx")


def _styles_and_fonts(rendering: EpubRendering) -> Iterator[epub.EpubItem]:
    faces = embedded_faces(face_of(rendering.theme), rendering.characters) if rendering.edition.embeds_fonts else ()
    yield _item(HOUSE_STYLE, "text/css", f"{face_rules(faces)}\n{epub_style(rendering.theme)}".encode())
    for sheet in rendering.styles:
        yield _item(sheet.href, "text/css", sheet.text.encode())
    for face in faces:
        yield _item(face.href, "font/woff2", face.written)


def _cover(png: bytes) -> epub.EpubItem:
    return _item(COVER_PICTURE, "image/png", png, ("cover-image",), _COVER_ID)


def _pictures(rendering: EpubRendering, root: Path) -> tuple[tuple[epub.EpubItem, ...], tuple[Diagnostic, ...]]:
    items: list[epub.EpubItem] = []
    found: list[Diagnostic] = []
    for want in rendering.pictures:
        picture, findings = read_picture(root, want.path, want.place)
        found.extend(findings)
        if picture:
            picture, findings = fit_picture(picture, want.path, want.place, rendering.edition.max_image)
            found.extend(findings)
        if picture:
            items.append(_item(want.href, picture.media_type, picture.written))
    return tuple(items), tuple(found)


def _fetching_styles(rendering: EpubRendering) -> Iterator[Diagnostic]:
    for sheet in rendering.styles:
        for line, text in enumerate(sheet.text.split("\n"), start=1):
            if found := _FETCHING.search(text):
                yield Diagnostic("E103", ERROR, Place(EPUB_STYLE, line, found.start() + 1),
                                 "a style sheet of the e-book fetches another file",
                                 "write the rules into this style sheet and take out what it fetches", len(found[0]))
