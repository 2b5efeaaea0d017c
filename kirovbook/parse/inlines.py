"""Make the model's inlines of a run of Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Final

from kirovbook.diagnostics import Place
from kirovbook.model.blocks import Paragraph
from kirovbook.model.book import WrittenNote
from kirovbook.model.citation import Citation, CitationMode, CrossReference
from kirovbook.model.inlines import (
    PLAIN,
    Attributes,
    Code,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Missing,
    NoteCall,
    Picture,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from kirovbook.model.plain import plain_inlines
from kirovbook.model.walk import walk_inlines
from kirovbook.parse.citations import cited
from kirovbook.parse.commonmark import Token
from kirovbook.parse.html_inlines import CODE, closed_element, is_carried, report_tag
from kirovbook.parse.link_targets import is_followed
from kirovbook.parse.pictures import find_picture
from kirovbook.parse.punctuation import Run, RunKind, set_punctuation
from kirovbook.parse.raw_html import KNOWN, Element, Tag, read_tag
from kirovbook.parse.reader import read_inline_tokens
from kirovbook.parse.reading import Reading
from kirovbook.parse.sheet import Origin
from kirovbook.parse.spans import make_span
from kirovbook.quick_dataclass import dataclass

_DEEPEST: Final = 40
_KEPT: Final = {
    "mathematics": ("M110", "mathematics is not set", "write the formula in words or as a picture"),
    "tex": ("M111", "a command of TeX is not carried out", "write it as Markdown, or escape the backslash"),
}


@dataclass(slots=True)
class _Frame:
    """An inline that has begun: what it is, where, and what it holds so far."""

    kind: str
    token: Token | None = None
    tag: Tag | None = None
    pos: int = 0
    content: list[Inline] = field(default_factory=list)


def read_run(reading: Reading, content: str, origin: Origin) -> Inlines:
    """Read a run of inline Markdown that stands at ``origin``."""
    tokens = read_inline_tokens(content, reading.env)
    if reading.env["flat"]:
        reading.error(
            "M123",
            origin.place(0),
            "brackets are nested too deep to be read",
            "close each bracket, or escape those that are text",
        )
    return make_inlines(reading, tokens, origin)


def make_inlines(reading: Reading, tokens: Sequence[Token], origin: Origin) -> Inlines:
    """Make inlines of the tokens of a run."""
    tags = [_tag(token) for token in tokens]
    words = set_punctuation(list(_runs(tokens, tags)), reading.lang)
    builder = _Builder(reading, origin)
    for token, tag, said in zip(tokens, tags, words, strict=True):
        if "label" in token.meta and token.type in {"link_open", "image"}:
            reading.env.setdefault("used", set()).add(token.meta["label"])
        builder.take(token, tag, said if tag is None or tag.name == "q" else "")
    return builder.finish()


def plain_alternative(reading: Reading, content: Inlines, place: Place) -> str:
    """Give the words of a picture's alternative text; what cannot be spoken in it is reported."""
    if any(isinstance(inline, NoteCall | Citation | CrossReference | Missing) for inline in walk_inlines(content)):
        reading.error(
            "M124",
            place,
            "a note or a citation stands in the alternative text of a picture",
            "put the picture into a paragraph of its own, or the note outside it",
        )
    return plain_inlines(content)


class _Builder:
    """Nest the inlines of one run; marks of HTML that do not pair are reported and their text kept."""

    def __init__(self, reading: Reading, origin: Origin) -> None:
        self.reading = reading
        self.origin = origin
        self.frames = [_Frame("")]
        self.depth = 0
        self.is_too_deep = False

    def take(self, token: Token, tag: Tag | None, words: str) -> None:
        """Take the next token; ``words`` are those it prints."""
        kind, _, edge = token.type.rpartition("_")
        if token.type == "html_inline":
            self._take_tag(token, tag, words)
        elif edge == "open":
            self._open(_Frame(kind, token, pos=token.meta.get("pos", 0)))
        elif edge == "close":
            self._close(token)
        else:
            self._add(*self._leaf(token, words))

    def finish(self) -> Inlines:
        """Close what is still open and give the inlines."""
        while len(self.frames) > 1:
            self._close_last(None)
        return _joined(self.frames[0].content)

    def _add(self, *inlines: Inline) -> None:
        self.frames[-1].content.extend(inlines)

    def _open(self, frame: _Frame) -> None:
        if self.depth >= _DEEPEST:
            if not self.is_too_deep:
                self.reading.error(
                    "M118",
                    self.origin.place(frame.pos),
                    "text is marked up too deep to be read",
                    "take some of the marks away",
                )
            self.is_too_deep = True
            frame.kind = ""
        self.depth += bool(frame.kind)
        self.frames.append(frame)

    def _close(self, token: Token) -> None:
        while len(self.frames) > 1 and self.frames[-1].tag is not None:
            self._close_last(None)
        if len(self.frames) > 1:
            self._close_last(token)

    def _close_last(self, closing: Token | None) -> None:
        frame = self.frames.pop()
        self.depth -= bool(frame.kind)
        self._add(*self._closed(frame, closing))

    def _closed(self, frame: _Frame, closing: Token | None) -> Inlines:
        content = _joined(frame.content)
        place = self.origin.place(frame.pos)
        if frame.kind and frame.tag is not None:
            if closing is None:
                report_tag(self.reading, place, f"<{frame.tag.name}> is never closed")
            return closed_element(frame.tag.element, content, place)
        token = frame.token
        match frame.kind:
            case "em":
                return (Emphasis(content),)
            case "strong":
                return (Strong(content),)
            case "s":
                return (Strikeout(content),)
            case "superscript":
                return (Superscript(content),)
            case "subscript":
                return (Subscript(content),)
            case "span" if token is not None:
                return make_span(content, token.meta["attributes"])
            case "link" if token is not None:
                given = closing.meta.get("attributes", PLAIN) if closing is not None else PLAIN
                return self._link(token, content, place, given)
            case _:
                return content

    def _link(self, token: Token, content: Inlines, place: Place, given: Attributes) -> Inlines:
        target = str(token.attrs.get("href", ""))
        if not is_followed(target):
            self.reading.warn(
                "M122",
                place,
                f"a link to {target[:40]!r} cannot be followed from a book",
                "link to a web or mail address, to '#id', or to a chapter by [@ch:id]",
            )
            return content
        link = Link(content, target, str(token.attrs.get("title", "")), place)
        return (link,) if given == PLAIN else make_span((link,), given)

    def _leaf(self, token: Token, words: str) -> Inlines:
        place = self.origin.place(token.meta.get("pos", 0))
        match token.type:
            case "softbreak":
                return (Text(" "),)
            case "hardbreak":
                return (LineBreak(),)
            case "code_inline":
                return self._code(token, place)
            case "image":
                return self._picture(token, place)
            case "citation":
                return cited(self.reading, token, self.origin, make_inlines)
            case "note_call":
                return self._note_call(token.meta["label"], place)
            case "inline_note":
                return self._inline_note(token, place)
            case "kept":
                code, message, hint = _KEPT[token.meta["kind"]]
                self.reading.warn(code, place, message, hint, len(token.content.partition("\n")[0]))
                return (Text(" ".join(token.content.split())),)
            case _:
                return (Text(words),)

    def _code(self, token: Token, place: Place) -> Inlines:
        given = token.meta.get("attributes", PLAIN)
        if raw := given.get("="):
            self.reading.warn(
                "M112", place, f"raw {raw} is not carried over", "write it as Markdown; it is printed as code"
            )
            return (Code(token.content),)
        code = Code(token.content)
        return (code,) if given == PLAIN else make_span((code,), given)

    def _picture(self, token: Token, place: Place) -> Inlines:
        file = find_picture(self.reading, str(token.attrs.get("src", "")), place)
        given: Attributes = token.meta.get("attributes", PLAIN)
        spoken = make_inlines(self.reading, token.children or (), self.origin.within(token.meta.get("pos", 0) + 2))
        alternative = given.get("alt") or plain_alternative(self.reading, spoken, place)
        if not file.is_there:
            return (Missing(file.path, place), *spoken)
        return (Picture(file.path, alternative, str(token.attrs.get("title", "")), place, without_alt(given)),)

    def _note_call(self, label: str, place: Place) -> Inlines:
        self.reading.call_note(label, place)
        if self.reading.in_note:
            self._nested_note(place, len(label) + 3)
            return (Missing(f"[^{label}]", place),)
        return (NoteCall(label, place),)

    def _inline_note(self, token: Token, place: Place) -> Inlines:
        origin = self.origin.within(token.meta["pos"] + 2)
        content = make_inlines(self.reading.within_note("a note"), token.children or (), origin)
        if self.reading.in_note:
            self._nested_note(place, 2)
            return (Text(" ["), *content, Text("]"))
        label = f"^{place.line}:{place.column}"
        self.reading.call_note(label, place)
        if not content:
            self.reading.warn("M125", place, "the note has no text", "write the note, or take its mark away")
        note = WrittenNote(label, (Paragraph(content, origin.place(0)),), place)
        self.reading.book.notes[label] = note
        return (NoteCall(label, place),)

    def _nested_note(self, place: Place, length: int) -> None:
        self.reading.error(
            "M107",
            place,
            f"a note is called within {self.reading.in_note}",
            "write what it says in the outer text, or call it there",
            length,
        )

    def _take_tag(self, token: Token, tag: Tag | None, words: str) -> None:
        place = self.origin.place(token.meta.get("pos", 0))
        if tag is None:
            if not token.content.startswith("<!--"):
                report_tag(self.reading, place, f"{token.content[:20]!r} is not carried over")
                self._add(Text(token.content))
        elif tag.name not in KNOWN:
            report_tag(self.reading, place, f"<{tag.name}> is no element of HTML")
            self._add(Text(token.content))
        elif tag.name in {"br", "img", "wbr", "hr"} and not tag.closes:
            self._add(*self._void(tag.element, place))
        elif not is_carried(self.reading, tag, token.content, place):
            self._add(*((Text(words),) if words else ()))
        elif tag.closes:
            self._close_tag(tag, words, place)
        else:
            self._open(_Frame(tag.name, token, tag, token.meta.get("pos", 0)))
            self._add(*((Text(words),) if words else ()))

    def _close_tag(self, tag: Tag, words: str, place: Place) -> None:
        for index in range(len(self.frames) - 1, 0, -1):
            frame = self.frames[index]
            if frame.tag is None:
                break
            if frame.tag.name == tag.name:
                while len(self.frames) > index + 1:
                    self._close_last(None)
                self._add(*((Text(words),) if words else ()))
                self._close_last(Token("html_inline", "", 0))
                return
        report_tag(self.reading, place, f"</{tag.name}> closes nothing")

    def _void(self, element: Element, place: Place) -> Inlines:
        match element.name:
            case "img":
                file = find_picture(self.reading, element.get("src"), place)
                if not file.is_there:
                    return (Missing(file.path, place), Text(element.get("alt")))
                pairs = tuple(pair for pair in element.to_model().pairs if pair[0] in {"width", "height", "lang"})
                given = Attributes(element.get("id"), tuple(element.get("class").split()), pairs)
                return (Picture(file.path, element.get("alt"), element.get("title"), place, given),)
            case "wbr":
                return (Text("\u200b"),)
            case _:
                return (LineBreak(),)


def without_alt(given: Attributes) -> Attributes:
    """Give a picture's attributes without its alternative text, which has a field of its own."""
    return Attributes(given.id, given.classes, tuple(pair for pair in given.pairs if pair[0] != "alt"))


def _tag(token: Token) -> Tag | None:
    if token.type != "html_inline":
        return None
    known: Tag | None = token.meta.get("tag")
    return known or read_tag(token.content)


def _runs(tokens: Sequence[Token], tags: Sequence[Tag | None]) -> Iterator[Run]:
    """Say what each token is to the punctuation around it; an address and what HTML calls code are kept."""
    code = 0
    for token, tag in zip(tokens, tags, strict=True):
        if tag is not None and tag.name in CODE:
            code += -1 if tag.closes else 1
        elif token.info == "auto" and token.type in {"link_open", "link_close"}:
            code += token.nesting
        run = _run(token, tag)
        yield Run(RunKind.KEPT, run.words) if code > 0 and run.kind is RunKind.WORDS else run


def _run(token: Token, tag: Tag | None) -> Run:
    """Say what a token is to the punctuation around it."""
    match token.type:
        case "text":
            return Run(RunKind.WORDS, token.content)
        case "text_special" | "kept":
            return Run(RunKind.KEPT, token.content)
        case "softbreak" | "hardbreak":
            return Run(RunKind.SPACE)
        case "code_inline" | "image":
            return Run(RunKind.OBJECT)
        case "note_call" | "inline_note":
            return Run(RunKind.RAISED)
        case "citation":
            return Run(RunKind.RAISED if token.meta["mode"] is CitationMode.BRACKET else RunKind.OBJECT)
        case "span_open":
            return Run(RunKind.LANGUAGE, token.meta["attributes"].get("lang") or "same")
        case "span_close":
            return Run(RunKind.LANGUAGE)
        case _ if tag is not None and tag.name == "span":
            return Run(RunKind.LANGUAGE, "" if tag.closes else tag.element.get("lang") or "same")
        case _ if tag is not None and tag.name == "q":
            return Run(RunKind.CLOSE_QUOTE if tag.closes else RunKind.OPEN_QUOTE)
        case _ if tag is not None and tag.name in {"br", "img"}:
            return Run(RunKind.SPACE if tag.name == "br" else RunKind.OBJECT)
        case _:
            return Run(RunKind.EDGE)


def _joined(content: Sequence[Inline]) -> Inlines:
    """Join texts that follow each other; leave out empty ones."""
    joined: list[Inline] = []
    texts: list[str] = []
    for inline in content:
        if isinstance(inline, Text):
            texts.append(inline.words)
            continue
        if words := "".join(texts):
            joined.append(Text(words))
        texts.clear()
        joined.append(inline)
    if words := "".join(texts):
        joined.append(Text(words))
    return tuple(joined)
