"""What a line of text is made of.

``Citation``, ``CrossReference`` and ``NoteCall`` are as the author wrote them; resolve turns them into
``NoteMark``, ``ReferenceText``, ``NoteReference`` and ``CitationText``, and finds what is ``Indexed``. An edition
turns a ``NoteReference`` into a ``ReferenceText``; the others reach a template as they are.
"""

from __future__ import annotations

from kirovbook.diagnostics import Place
from kirovbook.model.citation import Citation, CrossReference
from kirovbook.model.names import IndexKey
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands in braces: ``{#id .class key=value}``. ``lang`` and ``person`` are pairs."""

    id: str = ""
    classes: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()

    def get(self, key: str) -> str:
        """Give the value of a key, or an empty string."""
        return dict(self.pairs).get(key, "")


PLAIN = Attributes()


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they are to be printed: quotation marks already curled, nothing escaped."""

    words: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strikeout:
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Superscript:
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Subscript:
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class SmallCaps:
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code:
    words: str


@dataclass(frozen=True, slots=True)
class Span:
    """A bracketed span: ``[vozhd]{lang=ru-Latn}``."""

    content: tuple[Inline, ...]
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a web address, or to a heading of the book (``#id``)."""

    content: tuple[Inline, ...]
    target: str
    title: str
    place: Place


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its path from the book's folder, and its words for those who cannot see it."""

    path: str
    alternative: str
    title: str
    place: Place
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A break that the author asked for."""


@dataclass(frozen=True, slots=True)
class NoteCall:
    """The author's own note, called where its mark is to stand: ``[^label]`` or ``^[inline]``."""

    label: str
    place: Place


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The raised figure: note ``number`` of the unit (a chapter or a primary source) it stands in."""

    number: int
    place: Place


@dataclass(frozen=True, slots=True)
class CitationText:
    """A citation printed in the text: by an author-date style, or within the author's own note.

    ``passage`` counts such citations in the text of a unit, for the index to lead to; 0 in notes.
    """

    content: tuple[Inline, ...]
    citation: Citation
    passage: int = 0


@dataclass(frozen=True, slots=True)
class Indexed:
    """Words that the index of names leads to: ``keys`` are its entries, ``number`` counts such words in the unit."""

    content: tuple[Inline, ...]
    keys: tuple[IndexKey, ...]
    number: int


@dataclass(frozen=True, slots=True)
class ReferenceText:
    """A settled cross-reference: the words to print, and the unit or the note's anchor that they lead to.

    ``unit`` is ``src-orlov``, ``ch-smolny``, or ``note-ch-smolny-12``; empty where the edition does not hold it.
    ``lines``: the first and the last of the lines of the source's passage that the author names behind it.
    """

    words: str
    unit: str
    place: Place
    lines: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class NoteReference:
    """A settled reference to note ``number`` of a unit: "note 12". An edition adds the page, if it has pages."""

    words: str
    unit: str
    number: int
    place: Place

    @property
    def anchor(self) -> str:
        """The name by which every edition knows the note: ``note-ch-smolny-12``."""
        return f"note-{self.unit}-{self.number}"


@dataclass(frozen=True, slots=True)
class Missing:
    """What a draft shows where something is missing: a key, a source, a picture."""

    words: str
    place: Place


Inline = (
    Text | Emphasis | Strong | Strikeout | Superscript | Subscript | SmallCaps | Code | Span | Link | Picture
    | LineBreak | NoteCall | NoteMark | Citation | CitationText | Indexed | CrossReference | ReferenceText
    | NoteReference | Missing
)
Inlines = tuple[Inline, ...]
