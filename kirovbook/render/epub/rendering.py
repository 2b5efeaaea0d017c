"""What an e-book is made of before it becomes a file: pages, navigation, style sheets, wanted pictures."""

from __future__ import annotations

from kirovbook.diagnostics import Place
from kirovbook.model.book import Book
from kirovbook.model.edition import Edition
from kirovbook.model.typography import Theme
from kirovbook.quick_dataclass import dataclass

COVER_PICTURE = "images/cover.png"
HOUSE_STYLE = "styles/house.css"
BOOK_STYLE = "styles/book.css"
NAVIGATION = "nav.xhtml"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its file's name, its title and its text, which is well-formed XML.

    ``properties`` are the manifest's; ``linear`` says whether a reader meets it when leafing through.
    """

    href: str
    title: str
    text: str
    properties: tuple[str, ...] = ()
    linear: bool = True


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """A style sheet of the book, laid over the house style."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class WantedPicture:
    """A picture that the pages show: its path from the book's folder, its address, and who asks for it."""

    path: str
    href: str
    place: Place


@dataclass(frozen=True, slots=True)
class MetaEntry:
    """One line of the package's metadata.

    ``name`` is an element of Dublin Core ("dc:title") or a property ("role"); ``refines`` is the id of the
    entry that it says more about.
    """

    name: str
    value: str
    id: str = ""
    refines: str = ""
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class EpubRendering:
    """An e-book ready for export.

    ``pages`` stand in reading order, the navigation among them; ``ncx`` is the navigation for readers of
    EPUB 2; ``characters`` are all that the fonts must be able to show, if any are embedded. Of ``book`` the cover is
    drawn.
    """

    identifier: str
    lang: str
    is_right_to_left: bool
    metadata: tuple[MetaEntry, ...]
    pages: tuple[Page, ...]
    ncx: str
    styles: tuple[StyleSheet, ...]
    pictures: tuple[WantedPicture, ...]
    book: Book
    characters: str
    edition: Edition

    @property
    def theme(self) -> Theme:
        """The theme of the book."""
        return self.book.typography.theme
