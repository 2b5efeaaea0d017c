"""Read a saved web page: its text in blocks, whatever its tags do, with the line of each."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from kirovbook.importer import signs
from kirovbook.importer.page import Kind, Page, Piece
from kirovbook.importer.signs import words

_BLOCKS = frozenset(
    """
    address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr
    ul noscript head title option select legend
    """.split()  # noqa: SIM905 - a table of words is easier to read than a list of strings
)
_SILENT = frozenset({"script", "style", "template", "svg", "math", "object", "iframe", "textarea"})
"""What holds no words of the page at all."""
_FURNITURE = frozenset({"nav", "select", "button", "noscript", "head", "footer"})
_VOID = frozenset("area base br col embed hr img input link meta source track wbr frame".split())  # noqa: SIM905
_STYLES = {
    "em": (signs.EMPHASIS, signs.EMPHASIS_END), "i": (signs.EMPHASIS, signs.EMPHASIS_END),
    "cite": (signs.EMPHASIS, signs.EMPHASIS_END), "b": (signs.STRONG, signs.STRONG_END),
    "strong": (signs.STRONG, signs.STRONG_END), "sup": (signs.RAISED, signs.RAISED_END),
    "sub": (signs.LOWERED, signs.LOWERED_END),
}  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_STYLED = re.compile("[\ufdd0-\ufdd7]")
_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)


def is_html(data: bytes) -> bool:
    """Answer whether a file is a web page by how it begins."""
    return bool(_HTML.match(data[:4000].removeprefix(b"\xef\xbb\xbf")))


def read_html(text: str, file: str) -> Page:
    """Part a web page into its pieces; menus, buttons and the like are pieces that are dropped."""
    text = _with_closed_comments(text)
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_block()
    reader.take_back_unclosed()
    return Page(file, tuple(reader.pieces), lambda: _words(text), text, " ".join(reader.title.split()))


def _with_closed_comments(text: str) -> str:
    """Blot out the beginning of a comment that never ends, so that the page after it is text and not lost."""
    end = text.rfind("-->")
    return text[: end + 1] + text[end + 1 :].replace("<!--", "    ")


class _Reader(HTMLParser):
    """Gather text until a block begins or ends; tags that are never closed cost nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self.title = ""
        self._text: list[str] = []
        self._line = 0
        self._silent = ""
        self._furniture: list[str] = []
        self._began = 0
        self._quotes = 0
        self._block = ""
        self._lists: list[str] = []
        self._open: list[str] = []
        self._breaks = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._silent:
            return
        if tag in _SILENT:
            self._silent = tag
        elif tag == "br":
            self._break()
        elif tag == "img":
            self._picture(dict(attrs).get("alt") or "")
        elif tag in _BLOCKS:
            self.end_block()
            self._begin(tag)
        elif tag in _STYLES and not self._furniture:
            self._style(_STYLES[tag][0])
            self._open.append(tag)
        elif tag in _FURNITURE:
            self.end_block()
            self._furnish(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    def _begin(self, tag: str) -> None:
        if tag in {"body", "main", "article", "h1"}:
            self._furniture.clear()  # a head or a menu that nobody closed
        if tag in _FURNITURE or tag == "title":
            self._furnish(tag)
        elif tag == "blockquote":
            self._quotes += 1
        elif tag in {"ul", "ol"}:
            self._lists.append(tag)
        self._block = tag if tag in _HEADINGS or tag in {"li", "pre", "figcaption"} else ""

    def _furnish(self, tag: str) -> None:
        if not self._furniture:
            self._began = len(self.pieces)
        self._furniture.append(tag)

    def take_back_unclosed(self) -> None:
        """Take for text what stands in a menu or the like that the page never closes."""
        if self._furniture:
            self.pieces[self._began :] = [
                Piece(Kind.PARAGRAPH, " ".join(piece.text.split()), piece.line) if piece.kind is Kind.DROPPED else piece
                for piece in self.pieces[self._began :]
            ]

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag == self._silent:
                self._silent = ""
            return
        if tag in _STYLES:
            if tag in self._open:
                while self._open and (last := self._open.pop()) != tag:
                    self._text.append(_STYLES[last][1])
                self._text.append(_STYLES[tag][1])
        elif tag in _BLOCKS or tag in _FURNITURE:
            self.end_block()
            self._end(tag)

    def _end(self, tag: str) -> None:
        if tag in self._furniture:
            del self._furniture[self._furniture.index(tag) :]
        elif tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        elif tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        self._block = ""

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if data.strip():
            if not self._line:
                self._line = self.getpos()[0] + data.count("\n", 0, len(data) - len(data.lstrip()))
            if "title" in self._furniture:
                self.title += data
            self._breaks = 0
        self._text.append(signs.without_signs(data) if not data.isascii() else data)

    def _style(self, sign: str) -> None:
        self._text.append(sign)

    def _break(self) -> None:
        """Take a second break in a row for a paragraph's end; a single one ends a line."""
        self._breaks += 1
        if self._breaks > 1:
            self.end_block(keeps=True)
        elif any(part.strip() for part in self._text):
            self._text.append(signs.LINE_END)

    def _picture(self, alternative: str) -> None:
        if not self._furniture:
            self._text.append(signs.picture(alternative))

    def end_block(self, *, keeps: bool = False) -> None:
        """End the piece that is being read; with ``keeps`` the next is of the same kind."""
        text = "".join(self._text) + "".join(_STYLES[tag][1] for tag in reversed(self._open))
        self._text = []
        block, self._block = self._block, self._block if keeps else ""
        self._breaks = 0
        self._open = []
        line, self._line = self._line or self.getpos()[0], 0
        if not signs.all_of(text).strip():
            if signs.ADDED not in text:
                return
            block = ""
        self.pieces.append(self._piece(block, _tidy(text), line))

    def _piece(self, block: str, text: str, line: int) -> Piece:
        if self._furniture:
            return Piece(
                Kind.DROPPED, _STYLED.sub("", text).replace(signs.LINE_END, "\n"), line, label=self._furniture[0]
            )
        if block in _HEADINGS:
            return Piece(Kind.HEADING, _STYLED.sub("", text).replace(signs.LINE_END, " "), line, _HEADINGS[block])
        if block == "li":
            kind = Kind.NUMBERED if self._lists and self._lists[-1] == "ol" else Kind.BULLET
            return Piece(kind, text.replace(signs.LINE_END, " "), line, len(self._lists))
        if block == "figcaption":
            return Piece(Kind.PARAGRAPH, text, line, label="caption")
        lines = text.split(signs.LINE_END)
        if len(lines) > 2 and max(map(len, lines)) < 70:  # noqa: PLR2004 - two lines may be anything, three are verse
            return Piece(Kind.VERSE, text, line)
        return Piece(Kind.QUOTATION if self._quotes else Kind.PARAGRAPH, text, line)


def _tidy(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.split(signs.LINE_END)]
    return signs.LINE_END.join(lines).strip().strip(signs.LINE_END).strip()


_HIDDEN = re.compile(
    r"<!--.*?-->|<(script|style|template|svg|math|object|iframe|textarea)\b[^>]*(?<!/)>.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*|/)?>|<[!?][^>]*>")


def _words(text: str) -> Iterator[str]:
    """Give the words of a web page by taking its tags away: another way than that by which it was read."""
    plain = _TAG.sub(lambda tag: " " if (tag[1] or "p").lower() in _BLOCKS else "", _HIDDEN.sub(" ", text))
    return signs.words_of_lines(html.unescape(plain)) if plain else iter(words(""))
