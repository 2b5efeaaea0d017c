"""Write an edition on paper or screen: one well-formed document for the whole of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from html import escape
from itertools import groupby

from markupsafe import Markup

from kirovbook.arrange.acknowledgements import acknowledgements_of
from kirovbook.arrange.gatherings import Gathering, part_of
from kirovbook.arrange.gutter import margins_at
from kirovbook.arrange.index_groups import index_groups
from kirovbook.arrange.pages import STAND_IN, has_names_index
from kirovbook.arrange.terms import Terms, terms_of
from kirovbook.memory import FORGETFUL, Memory, mark_of_content
from kirovbook.model.book import ArrangedBook, Chapter, Identity, Leaf, LeafKind, MatterPart
from kirovbook.model.edition import Edition
from kirovbook.model.index import IndexEntry
from kirovbook.model.inlines import CitationText, Indexed, Inline, NoteMark
from kirovbook.model.names import NamesEntry
from kirovbook.model.source import Note, PrimarySource
from kirovbook.model.walk import map_inlines
from kirovbook.quick_dataclass import dataclass
from kirovbook.render.block_places import write_place
from kirovbook.render.dates import print_date
from kirovbook.render.direction import is_right_to_left
from kirovbook.render.html import Dress, plain_title, render_blocks, render_inlines
from kirovbook.render.names import names_lines
from kirovbook.render.places import print_cited, print_places
from kirovbook.render.spacing import tie_last_words
from kirovbook.render.templates import render_template

_PARAGRAPH = re.compile("<p[^>]*>")
_OF_ITSELF = frozenset({LeafKind.CHAPTER, LeafKind.PART, LeafKind.SOURCE})
"""The leaves that print what they hold, and nothing of the rest of the book."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """A document ready for export: markup without a namespace, well-formed as XML, and its style sheets."""

    markup: str
    styles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One entry of the source index with its places as markup."""

    entry: Markup
    places: Markup
    sources: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of an edition share, whatever is set on them."""

    identity: Identity
    edition: Edition
    is_draft: bool

    @classmethod
    def of(cls, arranged: ArrangedBook) -> Frame:
        """Give the frame of an arranged book."""
        return cls(arranged.book.identity, arranged.edition, arranged.book.is_draft)


def render_style(frame: Frame, gutter: float = 0) -> str:
    """Write the style of an edition's own pages, with an inner margin of ``gutter`` points; 0 leaves it to others."""
    return render_template(
        "page.css.jinja", edition=frame.edition, terms=terms_of(frame.identity.lang), is_draft=frame.is_draft,
        margins=margins_at(gutter) if gutter else None,
    )


def render_folios(frame: Frame, kind: str, numbers: range, styles: Sequence[str]) -> Rendering:
    """Write a document of empty pages of one kind ("body") that bear these numbers in a row; its first page is none.

    A style may leave the number out on the first page of a kind. They stand in a part, where no page has a name.
    """
    empty = Markup('<div style="break-after: page"></div>') * len(numbers)
    leaves = Markup('<div style="page: {}">{}<div></div></div>').format(kind, empty)
    first = f"{{ counter-reset: page {numbers[0] - 1} }}"
    side = "recto" if numbers[0] % 2 == 0 else "verso"
    own = f"html {{ break-before: {side} }} @page :first {first} @page {kind}:nth(1 of {kind}) {first}"
    markup = render_template(
        "pages.html.jinja", identity=frame.identity, edition=frame.edition, front="", body=(("folios", leaves),),
        is_draft=frame.is_draft, is_right_to_left=is_right_to_left(frame.identity.lang), is_first=False,
        is_followed=False, is_in_parts=True, opens_body=False,
    )
    return Rendering(markup, (*styles, own))


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the leaves of an edition are written with; ``pages`` are those of the contents, where they are literals.

    ``mark`` stands for all that the leaf of a chapter or of a source is made from besides the leaf itself.
    """

    arranged: ArrangedBook
    terms: Terms
    folios: Mapping[str, str]
    pages: Mapping[str, str] | None
    leads: frozenset[str]
    by_unit: Mapping[str, Leaf]
    memory: Memory
    mark: str
    opening: Leaf | None


def render_pages(
    arranged: ArrangedBook, folios: Mapping[str, str], gutter: float = 0, gatherings: Sequence[Gathering] = (),
    memory: Memory = FORGETFUL,
) -> tuple[Rendering, ...]:
    """Write the documents of a PDF edition, with an inner margin of ``gutter`` points; 0 leaves it to the style.

    There is one for each of the ``gatherings``; without any the edition is one. ``folios`` gives the page label of each
    anchor ("note-ch-smolny-3" to "57"); while they are not known yet, stand-ins of the same width are printed, and
    what names a page is laid out again. The contents of an edition in one piece ask the layout itself.
    A gathering that ``memory`` has written before is the same ``Rendering``.
    """
    whole = (arranged.leaves,)
    divided = gatherings or whole
    pages = None if divided == whole else {leaf.unit: folios.get(leaf.unit, STAND_IN) for leaf in arranged.leaves}
    setting = _set_up(arranged, folios, pages, memory)
    style = render_style(Frame.of(arranged), gutter)
    first, last = arranged.leaves[0].unit, arranged.leaves[-1].unit
    return tuple(_render_gathering(leaves, setting, style, (leaves[0].unit == first, leaves[-1].unit != last))
                 for leaves in divided)


def _set_up(
    arranged: ArrangedBook, folios: Mapping[str, str], pages: Mapping[str, str] | None, memory: Memory
) -> _Setting:
    book = arranged.book
    by_unit = {leaf.unit: leaf for leaf in reversed(arranged.leaves)}
    leads = arranged.heading_ids().union(by_unit)
    told = (book.identity, arranged.edition, book.is_draft, has_names_index(arranged), tuple(sorted(leads)))
    return _Setting(arranged, terms_of(book.identity.lang), folios, pages, leads, by_unit, memory,
                    mark_of_content(told) if memory.remembers else "",
                    next((leaf for leaf in arranged.leaves if leaf.part is not MatterPart.FRONT), None))


def _render_gathering(gathering: Gathering, setting: _Setting, style: str, standing: tuple[bool, bool]) -> Rendering:
    """Write one gathering. Whether it is the first and whether another follows it is its ``standing``.

    Only the first says what the book is. Behind one that is followed stands an empty page for what follows, so that its
    end is no end of the book: the page before it is a verso.
    """
    is_first, is_followed = standing
    is_in_parts = any(map(part_of, setting.arranged.leaves))
    opens_body = any(leaf is setting.opening for leaf in gathering)
    front = [leaf for leaf in gathering if leaf.part is MatterPart.FRONT]
    body = [leaf for leaf in gathering if leaf.part is not MatterPart.FRONT]
    in_parts = tuple((unit, _render_leaves(leaves, setting)) for unit, leaves in groupby(body, key=part_of))
    before = _render_leaves(front, setting)
    pieces = (piece for pair in in_parts for piece in pair)

    def render() -> Rendering:
        arranged = setting.arranged
        return Rendering(render_template(
            "pages.html.jinja", identity=arranged.book.identity, edition=arranged.edition, front=before, body=in_parts,
            is_draft=arranged.book.is_draft, is_right_to_left=is_right_to_left(arranged.book.identity.lang),
            is_first=is_first, is_followed=is_followed, is_in_parts=is_in_parts, opens_body=opens_body,
        ), (style,))

    told = str((*standing, is_in_parts, opens_body))
    return setting.memory.at_hand(Rendering, render, "gathering", setting.mark, style, told, before, *pieces)


def _render_leaves(leaves: Iterable[Leaf], setting: _Setting) -> Markup:
    return Markup("\n").join(_render_leaf(leaf, setting) for leaf in leaves)


def _render_leaf(leaf: Leaf, setting: _Setting) -> Markup:
    """Write a leaf, that of a chapter or of a source only where it was not written before."""
    if leaf.kind not in _OF_ITSELF or not setting.memory.remembers:
        return _write_leaf(leaf, setting)
    part = setting.by_unit.get(part_of(leaf))
    about = leaf.kind, leaf.unit, leaf.part, leaf.title, leaf.listed, leaf.under, part and part.title
    content = setting.memory.mark_of(leaf.content)
    make = partial(_write_leaf, leaf, setting)
    return Markup(setting.memory.made(str, make, "leaf", setting.mark, mark_of_content(about), content))  # noqa: S704


def _write_leaf(leaf: Leaf, setting: _Setting) -> Markup:
    arranged, terms, folios = setting.arranged, setting.terms, setting.folios
    dress = _dress(leaf, setting)
    return Markup(render_template(  # noqa: S704 - our own template's output, escaped there
        f"pages/{leaf.kind}.html.jinja",
        leaf=leaf, content=leaf.content, identity=arranged.book.identity, edition=arranged.edition, terms=terms,
        title=_inner(tie_last_words(leaf.title, dress.lang), dress), plain=plain_title(leaf.title),
        part=setting.by_unit.get(part_of(leaf)),
        inlines=lambda content: _inner(content, dress),
        blocks=lambda content: Markup(render_blocks(content, dress)),  # noqa: S704 - render_blocks escapes
        unmarked=lambda content: _inner(_without_marks(content), dress),
        plain_of=plain_title, pages=setting.pages,
        listed=tuple(each for each in arranged.leaves if each.listed),
        sources=tuple(each.content for each in arranged.leaves if each.kind is LeafKind.SOURCE),
        index=_index_lines(setting, dress) if leaf.kind is LeafKind.SOURCE_INDEX else (),
        acknowledged=acknowledgements_of(arranged) if leaf.kind is LeafKind.ACKNOWLEDGEMENTS else None,
        names=names_lines(arranged.book.names) if leaf.kind is LeafKind.NAMES_INDEX else (),
        name_places=lambda entry: _name_places(entry, arranged, folios),
        date=lambda edtf: print_date(edtf, arranged.book.identity.lang),
    ))


def _inner(content: tuple[Inline, ...], dress: Dress) -> Markup:
    return Markup(render_inlines(content, dress))  # noqa: S704 - render_inlines escapes every text


def _without_marks(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A title in the contents stands without the notes of the title, and is no place that the index names."""
    return map_inlines(content, _without_mark)


def _without_mark(inline: Inline) -> tuple[Inline, ...]:
    match inline:
        case NoteMark():
            return ()
        case CitationText():
            return (replace(inline, passage=0),)
        case Indexed(words):
            return words
        case _:
            return (inline,)


def _dress(leaf: Leaf, setting: _Setting) -> Dress:
    arranged, leads = setting.arranged, setting.leads
    notes = leaf.content.notes if isinstance(leaf.content, Chapter | PrimarySource) else ()
    by_number = {note.number: note for note in notes}

    def href(target: str) -> str:
        # A note is named only where the edition holds it: see arrange.pages.
        is_here = target in leads or target.startswith("note-")
        return f"#{target}" if is_here else ""

    def mark(note_mark: NoteMark) -> str:
        return _render_note(by_number[note_mark.number], dress)

    dress = Dress(mark=mark, href=href, src=lambda path: f"book:{path}", passage=lambda n: f"cite-{leaf.unit}-{n}",
                  mention=_mentions(leaf.unit if has_names_index(arranged) else ""),
                  where=write_place, lang=arranged.book.identity.lang)
    return dress


def _mentions(unit: str) -> Callable[[int], str]:
    """Name the mentions of one unit, each once; none where no index of names leads to them."""
    seen: set[int] = set()

    def mention(number: int) -> str:
        name = "" if number in seen or not unit else f"name-{unit}-{number}"
        seen.add(number)
        return name

    return mention


def _render_note(note: Note, dress: Dress) -> str:
    """Write a mark and, where it stands, the note: the style floats it to the foot of the page."""
    name = f"{note.unit}-{note.number}"
    body = render_blocks(note.content, dress).replace("\n", "")
    number = f'<a class="number" href="#mark-{escape(name)}">{note.number}</a>'
    opening = _PARAGRAPH.match(body)
    body = f"{opening[0]}{number} {body[opening.end():]}" if opening else f"{number} {body}"
    return (
        # A word joiner keeps the figure on the line of its word.
        f'\u2060<a class="mark" id="mark-{escape(name)}" href="#note-{escape(name)}">'
        f'<span class="note" id="note-{escape(name)}" data-number="{note.number}">{body}</span></a>'
    )


def _name_places(entry: NamesEntry, arranged: ArrangedBook, folios: Mapping[str, str]) -> Markup:
    return Markup(print_places(entry.cited, folios, arranged.book.apparatus))  # noqa: S704 - made of numbers and units


def _index_lines(setting: _Setting, dress: Dress) -> tuple[tuple[str, tuple[IndexLine, ...]], ...]:
    book, memory = setting.arranged.book, setting.memory
    units = {source.number: source.unit for source in book.sources}

    def written() -> tuple[str, ...]:
        return tuple(render_inlines(entry.entry, dress) for entry in book.index.entries)

    def placed() -> tuple[str, ...]:
        return tuple(print_cited(entry.cited, setting.folios, book.apparatus) for entry in book.index.entries)

    # The words stay from layout to layout, the places do not.
    marks = setting.mark, memory.mark_of(book.index)
    words = memory.made(tuple, written, "words of the index", *marks)
    folios = (setting.folios.get(place.anchor, "") for entry in book.index.entries for place in entry.cited)
    told = " ".join(folios) if memory.remembers else ""
    places = memory.made(tuple, placed, "places of the index", *marks, repr(book.apparatus), told)
    by_key = dict(zip((entry.key for entry in book.index.entries), zip(words, places, strict=True), strict=True))

    def line(entry: IndexEntry) -> IndexLine:
        words, places = map(Markup, by_key[entry.key])  # escaped, and made of numbers
        return IndexLine(words, places, tuple((number, units[number]) for number in entry.sources))

    return tuple((group.heading, tuple(map(line, group.entries))) for group in index_groups(setting.arranged))
