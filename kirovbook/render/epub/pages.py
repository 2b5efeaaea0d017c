"""Write each part of the book as a page of an e-book."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from kirovbook.arrange.acknowledgements import acknowledgements_of
from kirovbook.arrange.pages import has_names_index
from kirovbook.arrange.terms import Terms
from kirovbook.memory import FORGETFUL, Memory, mark_of_content
from kirovbook.model.book import ArrangedBook, Chapter, Leaf, LeafKind, MatterPart
from kirovbook.model.inlines import Link, NoteMark
from kirovbook.model.source import PrimarySource
from kirovbook.quick_dataclass import dataclass
from kirovbook.render.dates import print_date
from kirovbook.render.direction import is_right_to_left
from kirovbook.render.epub.addresses import Addresses, anchor_of, inlines_in, leaves_with_page, picture_href
from kirovbook.render.epub.citing import IndexLink, WrittenGroup, index_links, unit_names, written_groups
from kirovbook.render.epub.naming import mention_links
from kirovbook.render.epub.navigation import contents_of, landmarks_of, navigation_title, unmarked
from kirovbook.render.epub.noting import NoteGroup, NoteText, note_texts
from kirovbook.render.epub.page_breaks import ListedPage
from kirovbook.render.epub.rendering import COVER_PICTURE, NAVIGATION, Page
from kirovbook.render.html import Dress, render_blocks, render_inlines
from kirovbook.render.names import names_lines
from kirovbook.render.templates import render_template

_OF_ITSELF = frozenset({LeafKind.CHAPTER, LeafKind.PART, LeafKind.SOURCE})
_MATTER = {MatterPart.FRONT: "frontmatter", MatterPart.BODY: "bodymatter", MatterPart.BACK: "backmatter"}

# A piece's role is a term of the Structural Semantics Vocabulary, with its DPUB-ARIA role where there is one.
_SEMANTICS = {
    "abstract": "doc-abstract",
    "acknowledgments": "doc-acknowledgments",
    "afterword": "doc-afterword",
    "appendix": "doc-appendix",
    "chapter": "doc-chapter",
    "colophon": "doc-colophon",
    "conclusion": "doc-conclusion",
    "dedication": "doc-dedication",
    "epigraph": "doc-epigraph",
    "epilogue": "doc-epilogue",
    "foreword": "doc-foreword",
    "introduction": "doc-introduction",
    "part": "doc-part",
    "preface": "doc-preface",
    "prologue": "doc-prologue",
}


@dataclass(frozen=True, slots=True)
class Scene:
    """What every page of one e-book is written with.

    ``folios`` are the page labels of the print edition by anchor, none where there is no such edition. ``mark`` stands
    for all that the page of a chapter or of a source is made from besides the leaf itself, what its notes cite, and its
    neighbours.
    """

    arranged: ArrangedBook
    addresses: Addresses
    terms: Terms
    styles: tuple[str, ...]
    folios: Mapping[str, str]
    memory: Memory = FORGETFUL
    mark: str = ""

    @property
    def lang(self) -> str:
        """The language of the book."""
        return self.arranged.book.identity.lang


def render_page(leaf: Leaf, scene: Scene) -> Page:
    """Write the page of one leaf, that of a chapter or of a source only where it was not written before."""
    if leaf.kind not in _OF_ITSELF or not scene.memory.remembers:
        return _write_page(leaf, scene)
    beside = tuple((one.unit, one.called, one.header.title) if one else None for one in _beside(leaf, scene.arranged))
    about = leaf.kind, leaf.unit, leaf.part, leaf.title, leaf.listed, leaf.under, beside, _cited_in(leaf, scene)
    content = scene.memory.mark_of(leaf.content)
    links = scene.memory.at_hand(tuple, partial(_note_links, leaf), "links to notes", content)
    marks = mark_of_content((about, tuple(map(scene.addresses.of, links)))), content
    return scene.memory.made(Page, partial(_write_page, leaf, scene), "page of an e-book", scene.mark, *marks)


def _note_links(leaf: Leaf) -> tuple[str, ...]:
    """Give what the author's own links of a leaf name that may be a note, wherever in the book."""
    inlines = inlines_in(leaf.content) if leaf.content else ()
    targets = (inline.target for inline in inlines if isinstance(inline, Link))
    return tuple(dict.fromkeys(target[1:] for target in targets if target.startswith("#note-")))


def mark_of_scene(scene: Scene) -> str:
    """Give a mark of all that the pages of chapters and sources have in common."""
    arranged, addresses = scene.arranged, scene.addresses
    # Where a note is to be found follows from the pages, unless the author's own id has taken its name.
    usual = {note.anchor: addresses.of_note(note.unit, note.number) for leaf in leaves_with_page(arranged)
             if leaf.content for note in leaf.content.notes}
    points = tuple(pair for pair in addresses.points.items() if usual.get(pair[0]) != pair[1])
    return mark_of_content((
        arranged.book.identity, arranged.book.is_draft, arranged.edition, has_names_index(arranged), scene.styles,
        tuple(addresses.pages.items()), points, addresses.notes,
    ))


def _cited_in(leaf: Leaf, scene: Scene) -> tuple[IndexLink, ...]:
    """Give the ways to the works that a leaf's notes cite, where they stand on its page."""
    if leaf.content is None or scene.addresses.notes:
        return ()
    keys = dict.fromkeys(key for note in leaf.content.notes for key in note.works)
    return index_links(tuple(keys), scene.arranged, scene.addresses)


def _write_page(leaf: Leaf, scene: Scene) -> Page:
    dress = _dress(scene, leaf)
    kind, role = _semantics(leaf)
    text = _render(
        f"epub/{leaf.kind}.xhtml.jinja",
        scene,
        page_title=_page_title(leaf, scene.terms),
        matter=_MATTER[leaf.part],
        leaf=leaf,
        content=leaf.content,
        kind=kind,
        role=role,
        inlines=lambda content: render_inlines(content, dress),
        blocks=lambda content: render_blocks(content, dress),
        notes=_notes(leaf, scene, dress),
        note_groups=tuple(_note_groups(leaf, scene)),
        sources=tuple(_sources(scene.arranged)),
        neighbours=_neighbours(leaf, scene.arranged),
        acknowledged=acknowledgements_of(scene.arranged) if leaf.kind is LeafKind.ACKNOWLEDGEMENTS else None,
        names=names_lines(scene.arranged.book.names) if leaf.kind is LeafKind.NAMES_INDEX else (),
        name_links=lambda entry: tuple(
            mention_links(entry, unit_names(scene.arranged.book, scene.terms), scene.addresses, scene.terms)
        ),
        index=_index(scene) if leaf.kind is LeafKind.SOURCE_INDEX else (),
    )
    return Page(scene.addresses.of(leaf.unit), _page_title(leaf, scene.terms), text)


def _index(scene: Scene) -> tuple[WrittenGroup, ...]:
    return tuple(written_groups(scene.arranged, scene.addresses, scene.terms, scene.folios))


def render_navigation(scene: Scene, pages: tuple[ListedPage, ...] = ()) -> Page:
    """Write the page of contents, which readers also take their menus from; ``pages`` are the printed book's."""
    text = _render(
        "epub/nav.xhtml.jinja",
        scene,
        page_title=scene.terms.contents,
        matter="frontmatter",
        contents=contents_of(scene.arranged, scene.addresses, scene.terms),
        landmarks=tuple(landmarks_of(scene.arranged, scene.addresses, scene.terms)),
        pages=pages,
    )
    return Page(NAVIGATION, scene.terms.contents, text, properties=("nav",))


def render_ncx(scene: Scene, identifier: str, pages: tuple[ListedPage, ...] = ()) -> str:
    """Write the contents for readers of EPUB 2."""
    return _render(
        "epub/toc.ncx.jinja",
        scene,
        identifier=identifier,
        contents=contents_of(scene.arranged, scene.addresses, scene.terms),
        pages=pages,
    )


def _render(template: str, scene: Scene, **values: object) -> str:
    book, edition = scene.arranged.book, scene.arranged.edition
    return render_template(
        template,
        identity=book.identity,
        is_draft=book.is_draft,
        shows_questions=edition.questions or not edition.is_handout,
        is_handout=edition.is_handout,
        terms=scene.terms,
        styles=scene.styles,
        is_right_to_left=is_right_to_left(scene.lang),
        cover_picture=COVER_PICTURE,
        href=scene.addresses.of,
        date=partial(print_date, lang=scene.lang),
        bare=lambda title: render_inlines(unmarked(title), _plain_dress(scene.lang)),
        **values,
    )


def _semantics(leaf: Leaf) -> tuple[str, str]:
    """Give the page's structural type and its role; a piece of no known kind has neither."""
    match leaf.content:
        case Chapter(role=role) if role in _SEMANTICS:
            return role, _SEMANTICS[role]
        case PrimarySource():
            return "chapter", "doc-chapter"
        case _:
            return "", ""


def _page_title(leaf: Leaf, terms: Terms) -> str:
    title = navigation_title(leaf)
    match leaf.content:
        case PrimarySource(called=called):
            return f"{called}: {title}"
        case Chapter(opens_part=True, number=number):
            return f"{terms.called_part(number)}: {title}"
        case Chapter(number=number) if number:
            return f"{number}. {title}"
        case _:
            return title


def _sources(arranged: ArrangedBook) -> Iterator[PrimarySource]:
    for leaf in leaves_with_page(arranged):
        if leaf.kind is LeafKind.SOURCE and isinstance(leaf.content, PrimarySource):
            yield leaf.content


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """The sources that stand before and behind one in this edition, where there are some."""

    previous: PrimarySource | None = None
    following: PrimarySource | None = None


def _neighbours(leaf: Leaf, arranged: ArrangedBook) -> _Neighbours:
    return _Neighbours(*_beside(leaf, arranged))


def _beside(leaf: Leaf, arranged: ArrangedBook) -> tuple[PrimarySource | None, PrimarySource | None]:
    sources = tuple(_sources(arranged)) if leaf.kind is LeafKind.SOURCE else ()
    at = next((number for number, source in enumerate(sources) if source is leaf.content), None)
    if at is None:
        return None, None
    return sources[at - 1] if at else None, sources[at + 1] if at + 1 < len(sources) else None


def _notes(leaf: Leaf, scene: Scene, dress: Dress) -> tuple[NoteText, ...]:
    """Give the notes that a page has of its own."""
    if leaf.content is None or scene.addresses.notes:
        return ()
    return note_texts(leaf.content, dress, scene.arranged, scene.addresses)


def _note_groups(leaf: Leaf, scene: Scene) -> Iterator[NoteGroup]:
    """Give the notes of all units, for the page that has them together; the ids on it are those of one page."""
    dress = replace(_dress(scene, leaf), passage=lambda _: "")
    name, has_index = scene.addresses.name_in_notes, has_names_index(scene.arranged)
    for each in leaves_with_page(scene.arranged) if leaf.kind is LeafKind.NOTES else ():
        if each.content is not None and each.content.notes:
            own = replace(dress, mention=partial(name, "name", each.content.unit)) if has_index else dress
            texts = note_texts(each.content, own, scene.arranged, scene.addresses)
            yield NoteGroup(_page_title(each, scene.terms), scene.addresses.of(each.unit), texts)


def _dress(scene: Scene, leaf: Leaf) -> Dress:
    unit = leaf.content.unit if leaf.content else leaf.unit
    return Dress(mark=_marker(partial(scene.addresses.from_mark, unit)), href=scene.addresses.of, src=picture_href,
                 anchor=_anchorer(), passage=_named_once("cite"),
                 mention=_named_once("name") if has_names_index(scene.arranged) else lambda _: "", lang=scene.lang)


def _plain_dress(lang: str) -> Dress:
    """For titles that another page repeats."""
    return Dress(mark=lambda _: "", href=lambda _: "", src=picture_href, anchor=lambda _: "", lang=lang)


def _marker(address: Callable[[int], str]) -> Callable[[NoteMark], str]:
    """Make marks for one page. An id stands there once: a second mark of the same note has none."""
    seen: set[int] = set()

    def mark(note_mark: NoteMark) -> str:
        number = note_mark.number
        name = "" if number in seen else f' id="mark-{number}"'
        seen.add(number)
        link = f'<a epub:type="noteref" role="doc-noteref"{name} href="{address(number)}">{number}</a>'
        return f'<sup class="mark">{link}</sup>'

    return mark


def _named_once(kind: str) -> Callable[[int], str]:
    """Name the citations or mentions of one page's text; one that a heading repeats is named once."""
    seen: set[int] = set()

    def name(number: int) -> str:
        given = "" if number in seen else f"{kind}-{number}"
        seen.add(number)
        return given

    return name


def _anchorer() -> Callable[[str], str]:
    seen: set[str] = set()

    def anchor(name: str) -> str:
        if name in seen:
            return ""
        seen.add(name)
        return anchor_of(name)

    return anchor

