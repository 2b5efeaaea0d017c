"""Do while Pandoc is waited for what depends on nothing that it says: draw the cover of an e-book.

That loads what lays pages out, too, which takes a second.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from threading import Thread
from typing import TYPE_CHECKING

from kirovbook.model.book import Book, Identity
from kirovbook.model.edition import Edition, EditionKind
from kirovbook.model.typography import Theme
from kirovbook.quick_dataclass import dataclass

if TYPE_CHECKING:
    from kirovbook.export.cover import CoverPicture
    from kirovbook.export.press import Press


@dataclass(slots=True)
class Ahead:
    """The covers that are being drawn, by what stands on them and the name of the edition.

    WeasyPrint is changed for a layout while it lasts, so that no other may be begun before this one has ended.
    """

    covers: dict[tuple[Identity, Theme, str], CoverPicture] = field(default_factory=dict)
    drawing: Thread | None = None

    def begin(
        self, identity: Identity, theme: Theme, editions: Sequence[Edition], press_of: Callable[[Edition], Press]
    ) -> None:
        """Begin to draw the covers of the e-books among these editions, which are all made in one theme."""
        def draw() -> None:
            try:
                from kirovbook.export.cover import draw_cover  # noqa: PLC0415 - it loads WeasyPrint
            except OSError:
                return  # Pango is missing, which is told when it is needed.
            for edition in editions:
                if edition.kind is EditionKind.EPUB:
                    drawn = draw_cover(identity, theme, edition, press_of(edition))
                    self.covers[identity, theme, edition.name] = drawn

        self.drawing = Thread(target=draw, name="cover")
        self.drawing.start()

    def end(self) -> None:
        """Wait for what was begun."""
        if self.drawing is not None:
            self.drawing.join()

    def cover(self, book: Book, edition: Edition, press: Press) -> CoverPicture:
        """Give the cover of an e-book, drawn by now or else at once."""
        from kirovbook.export.cover import draw_cover  # noqa: PLC0415 - it loads WeasyPrint

        self.end()
        theme = book.typography.theme
        known = self.covers.get((book.identity, theme, edition.name))
        return known or draw_cover(book.identity, theme, edition, press)
