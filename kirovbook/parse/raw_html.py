"""Sanitise raw HTML and read it as a tree: the one door to nh3."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import field
from html import unescape
from html.parser import HTMLParser
from typing import Final

import nh3

from kirovbook.model.inlines import Attributes
from kirovbook.quick_dataclass import dataclass

_GENERIC: Final = frozenset({"id", "class", "lang", "title"})
INLINE: Final = frozenset(
    """
    a abbr b br cite code del em i img kbd mark q s samp small span strike strong sub sup tt u wbr
    """.split()  # noqa: SIM905 - a table of words
)
BLOCK: Final = frozenset(
    """
    article aside blockquote caption dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre section table
    tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905 - a table of words
)
KNOWN: Final = (
    INLINE
    | BLOCK
    | frozenset(
        """
        address audio base basefont bdi bdo big body button canvas center col colgroup data dfn details dialog embed
        fieldset font footer form frame frameset head header hgroup html iframe input ins label legend link main map
        math menu meta meter nav nobr noscript object optgroup option output param picture progress rp rt ruby script
        search select slot source style summary svg template textarea time title track var video
        """.split()  # noqa: SIM905 - a table of words
    )
)
_ATTRIBUTES: Final = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
}
_SILENT: Final = frozenset({"script", "style"})
_VOID: Final = frozenset({"br", "hr", "img", "wbr"})
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)([^<>]{0,1000})")
_ATTRIBUTE: Final = re.compile(r"""([A-Za-z_:][\w:.-]*)\s*(?:=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?""")
_WORD: Final = re.compile(r"\w+")
_MARKUP: Final = re.compile(
    r"<(script|style)\b[^<]*(?:<(?!/\1)[^<]*)*(?:</\1[^<>]*>|$)|<!--[^>]{0,2000}-->|</?[a-z][^<>]{0,2000}>",
    re.IGNORECASE,
)
_DEEPEST: Final = 40


@dataclass(frozen=True, slots=True)
class Element:
    """An element of HTML, cleaned: its name, its attributes, its text and its elements."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Element | str, ...] = ()

    def get(self, key: str) -> str:
        """Give the value of an attribute, or an empty string."""
        return dict(self.attributes).get(key, "")

    def to_model(self) -> Attributes:
        """Give the element's attributes in the model's form."""
        pairs = tuple((key, value) for key, value in self.attributes if key not in {"id", "class"})
        return Attributes(self.get("id"), tuple(self.get("class").split()), pairs)


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag in a line of text."""

    element: Element
    closes: bool

    @property
    def name(self) -> str:
        """Give the element's name in lower case."""
        return self.element.name


def read_tag(text: str) -> Tag | None:
    """Read one tag, cleaned; None for a comment or a declaration."""
    written = _TAG.match(text)
    if written is None:
        return None
    name = written[2].lower()
    if written[1] or name not in INLINE:
        return Tag(Element(name), closes=bool(written[1]))
    elements = [child for child in read_tree(text) if isinstance(child, Element)]
    return Tag(elements[0] if elements else Element(name), closes=False)


def read_tree(text: str) -> tuple[Element | str, ...]:
    """Read a piece of HTML without what is not carried over; the text of dropped elements stays."""
    clean = nh3.clean(
        text,
        tags=set(INLINE | BLOCK),
        clean_content_tags=set(_SILENT),
        attributes={"*": set(_GENERIC), **_ATTRIBUTES},
        strip_comments=True,
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
    )
    grower = _Grower()
    grower.feed(clean)
    grower.close()
    return grower.finish()


def not_carried_over(text: str) -> Iterator[str]:
    """Name each tag and attribute of the text that :func:`read_tree` leaves out, once."""
    seen = set()
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if name not in INLINE | BLOCK:
            seen.add(f"<{name}>")
        elif not tag[1]:
            taken = _GENERIC | _ATTRIBUTES.get(name, set())
            given = (attribute[1].lower() for attribute in _ATTRIBUTE.finditer(tag[3]))
            seen.update(f"{key}= of <{name}>" for key in given if key not in taken)
    yield from sorted(seen)


def lost_from(text: str, tree: Iterable[Element | str]) -> list[str]:
    """Give the words of a piece of HTML, tags and scripts aside, that its tree does not hold."""
    kept = set(_WORD.findall(" ".join(texts_of(tree))))
    return [word for word in _WORD.findall(unescape(_MARKUP.sub(" ", text))) if word not in kept]


def is_cut(children: Iterable[Element | str], depth: int = 1) -> bool:
    """Answer whether a tree is as deep as trees may be, so that tags further in were passed over."""
    inner = (child.children for child in children if isinstance(child, Element))
    return any(depth >= _DEEPEST or is_cut(each, depth + 1) for each in inner)


def texts_of(children: Iterable[Element | str]) -> Iterator[str]:
    """Give the texts of a tree in order."""
    for child in children:
        if isinstance(child, str):
            yield child
        else:
            yield from texts_of(child.children)


def is_silent(name: str) -> bool:
    """Answer whether what the element holds is no text: a script or a style sheet."""
    return name in _SILENT


@dataclass(slots=True)
class _Growing:
    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: list[Element | str] = field(default_factory=list)


class _Grower(HTMLParser):
    """Build the tree from nh3's output, which is well formed; what nests too deep loses its tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open = [_Growing("")]
        self._passed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = tuple((key, value or "") for key, value in attrs)
        if tag in _VOID:
            self._open[-1].children.append(Element(tag, given))
        elif len(self._open) > _DEEPEST:
            self._passed.append(tag)
        else:
            self._open.append(_Growing(tag, given))

    def handle_endtag(self, tag: str) -> None:
        if self._passed:
            self._passed.pop()
        elif len(self._open) > 1 and tag not in _VOID:
            self._close_one()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    def finish(self) -> tuple[Element | str, ...]:
        while len(self._open) > 1:
            self._close_one()
        return tuple(self._open[0].children)

    def _close_one(self) -> None:
        done = self._open.pop()
        self._open[-1].children.append(Element(done.name, done.attributes, tuple(done.children)))
