"""Put an e-book together from an arranged book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from kirovbook.arrange.terms import terms_of
from kirovbook.memory import FORGETFUL, Memory
from kirovbook.model.book import ArrangedBook, LeafKind
from kirovbook.model.inlines import Picture
from kirovbook.model.printed_page import PageText
from kirovbook.render.direction import is_right_to_left
from kirovbook.render.epub.addresses import inlines_in, leaves_with_page, picture_href, survey
from kirovbook.render.epub.characters import legal
from kirovbook.render.epub.metadata import describe, identifier_of
from kirovbook.render.epub.page_breaks import ListedPage, letters_of, listed_pages, plan_breaks, set_breaks
from kirovbook.render.epub.pages import Scene, mark_of_scene, render_navigation, render_ncx, render_page
from kirovbook.render.epub.rendering import (
    BOOK_STYLE,
    HOUSE_STYLE,
    EpubRendering,
    Page,
    StyleSheet,
    WantedPicture,
)

# The navigation stands where a printed book has its contents: after these.
_BEFORE_CONTENTS = frozenset({LeafKind.COVER, LeafKind.TITLE_PAGE, LeafKind.IMPRINT, LeafKind.HANDOUT_OPENING})


def render_epub(
    arranged: ArrangedBook, styles: tuple[str, ...] = (), folios: Mapping[str, str] = MappingProxyType({}),
    printed: tuple[PageText, ...] = (), memory: Memory = FORGETFUL,
) -> EpubRendering:
    """Write the pages, the navigation and the metadata of an e-book.

    ``styles`` are the texts of the book's own style sheets for its e-book, laid over the house style; ``folios``
    the page labels of the print edition by anchor, if there is one, and ``printed`` the texts of its pages. A page that
    ``memory`` has written before is not written again.
    """
    identity = arranged.book.identity
    terms = terms_of(identity.lang)
    sheets = (StyleSheet(BOOK_STYLE, legal("\n".join(styles))),) if styles else ()
    hrefs = (HOUSE_STYLE, *(sheet.href for sheet in sheets))
    scene = Scene(arranged, survey(arranged), terms, hrefs, folios, memory)
    scene = replace(scene, mark=mark_of_scene(scene) if memory.remembers else "")
    shown = tuple(_shown_pictures(arranged))
    identifier = identifier_of(identity)
    pages, listed = _pages(arranged, scene, printed)
    return EpubRendering(
        identifier=identifier,
        lang=identity.lang,
        is_right_to_left=is_right_to_left(identity.lang),
        metadata=tuple(describe(arranged, shown, terms, has_page_list=bool(printed))),
        pages=pages,
        ncx=legal(render_ncx(scene, identifier, listed)),
        styles=sheets,
        pictures=tuple(_wanted(shown)),
        book=arranged.book,
        characters="".join(sorted(frozenset().union(*(frozenset(page.text) for page in pages)))),
        edition=arranged.edition,
    )


def _pages(
    arranged: ArrangedBook, scene: Scene, printed: tuple[PageText, ...]
) -> tuple[tuple[Page, ...], tuple[ListedPage, ...]]:
    """Write the pages with the breaks of the printed book in them, and give the list of those breaks."""
    leaves = leaves_with_page(arranged)
    opening = next((n for n, leaf in enumerate(leaves) if leaf.kind not in _BEFORE_CONTENTS), len(leaves))
    pages = [render_page(leaf, scene) for leaf in leaves]
    texts = {page.href: letters_of(page.text) for page in pages} if printed else {}
    breaks = plan_breaks(printed, arranged, scene.addresses, texts)
    listed = listed_pages(printed, breaks)
    pages.insert(opening, render_navigation(scene, listed))
    return tuple(
        replace(page, text=legal(set_breaks(page.text, breaks.get(page.href, ())))) for page in pages
    ), listed


def _shown_pictures(arranged: ArrangedBook) -> Iterator[Picture]:
    for leaf in leaves_with_page(arranged):
        if leaf.content is not None:
            yield from (inline for inline in inlines_in(leaf.content) if isinstance(inline, Picture))


def _wanted(shown: tuple[Picture, ...]) -> Iterator[WantedPicture]:
    first = {picture.path: picture for picture in reversed(shown)}
    for path in sorted(first):
        yield WantedPicture(path, picture_href(path), first[path].place)
