"""Say a line of text in Pandoc's terms, and read back what Pandoc made of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import field
from typing import Any

from kirovbook.diagnostics import Place
from kirovbook.model.citation import Citation, CrossReference
from kirovbook.model.inlines import (
    Attributes,
    CitationText,
    Code,
    Emphasis,
    Indexed,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Missing,
    NoteCall,
    NoteMark,
    NoteReference,
    Picture,
    ReferenceText,
    SmallCaps,
    Span,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from kirovbook.model.plain import plain_inlines
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.dates import with_russian_days

Node = dict[str, Any]

_KEPT = "kirovbook-kept"
_CONTENT: dict[str, Callable[[Inlines], Inline]] = {
    "Emph": Emphasis, "Strong": Strong, "Strikeout": Strikeout, "Superscript": Superscript, "Subscript": Subscript,
    "SmallCaps": SmallCaps, "Underline": Emphasis,
}  # fmt: skip
_NODES = {
    Emphasis: "Emph", Strong: "Strong", Strikeout: "Strikeout", Superscript: "Superscript", Subscript: "Subscript",
    SmallCaps: "SmallCaps",
}  # fmt: skip
_QUOTES = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}


@dataclass(slots=True)
class Translator:
    """Translates both ways for one call of Pandoc; keeps aside what Pandoc has no word for.

    ``lang`` is the book's language: words in it need no mark.
    """

    lang: str
    kept: list[Inline] = field(default_factory=list)

    def to_pandoc(self, inlines: Inlines) -> list[Node]:
        """Give the inlines as Pandoc's, words and spaces apart, as its search for locators needs them."""
        return [node for inline in inlines for node in self._nodes(inline)]

    def _nodes(self, inline: Inline) -> list[Node]:
        match inline:
            case Text(words):
                return _words(words)
            case Emphasis() | Strong() | Strikeout() | Superscript() | Subscript() | SmallCaps():
                return [{"t": _NODES[type(inline)], "c": self.to_pandoc(inline.content)}]
            case Code(words):
                return [{"t": "Code", "c": [["", [], []], words]}]
            case LineBreak():
                return [{"t": "Space"}]
            case Span() | Link() | Picture() | NoteCall() | NoteMark() | Citation() | CrossReference():
                return self._keep(inline)
            case CitationText() | Indexed() | ReferenceText() | NoteReference() | Missing():
                return self._keep(inline)

    def _keep(self, inline: Inline) -> list[Node]:
        self.kept.append(inline)
        number = str(len(self.kept) - 1)
        return [{"t": "Span", "c": [["", [_KEPT], [["number", number]]], _words(plain_inlines((inline,)))]}]

    def from_pandoc(self, nodes: list[Node], place: Place) -> Inlines:
        """Give what Pandoc wrote as our inlines; links stand at ``place``."""
        made: list[Inline] = []
        for node in nodes:
            for inline in self._inlines(node, place):
                if isinstance(inline, Text) and made and isinstance(made[-1], Text):
                    made[-1] = Text(made[-1].words + inline.words)
                else:
                    made.append(inline)
        if self.lang.lower().startswith("ru"):
            made = [Text(with_russian_days(one.words)) if isinstance(one, Text) else one for one in made]
        return tuple(inline for inline in made if inline != Text(""))

    def _inlines(self, node: Node, place: Place) -> Inlines:
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind in _CONTENT:
            return (_CONTENT[kind](self.from_pandoc(content, place)),)
        match kind:
            case "Str":
                return (Text(content),)
            case "Space" | "SoftBreak":
                return (Text(" "),)
            case "LineBreak":
                return (LineBreak(),)
            case "Quoted":
                opening, closing = _QUOTES[content[0]["t"]]
                return (Text(opening), *self.from_pandoc(content[1], place), Text(closing))
            case "Code":
                return (Code(content[1]),)
            case "Link":
                return (Link(self.from_pandoc(content[1], place), content[2][0], content[2][1], place),)
            case "Span":
                return self._span(content[0], content[1], place)
            case "Cite":
                return self.from_pandoc(content[1], place)
            case _:
                return ()

    def _span(self, attributes: list[Any], content: list[Node], place: Place) -> Inlines:
        classes, pairs = attributes[1], dict(attributes[2])
        if _KEPT in classes and pairs.get("number", "").isdigit():
            return (self.kept[int(pairs["number"])],)
        inlines = self.from_pandoc(content, place)
        if "csl-left-margin" in classes:
            return (*inlines, Text(" "))
        tongue = pairs.get("lang", "")
        if tongue and tongue.split("-")[0] != self.lang.split("-")[0] and inlines:
            return (Span(inlines, Attributes(pairs=(("lang", tongue),))),)
        return inlines


def _words(text: str) -> list[Node]:
    parts = re.split(r"([ \t\n]+)", text)
    return [{"t": "Space"} if part[0] in " \t\n" else {"t": "Str", "c": part} for part in parts if part]
