"""Make the model's inlines of tags of HTML within a line."""

from __future__ import annotations

from kirovbook.diagnostics import Place
from kirovbook.model.inlines import (
    Attributes,
    Code,
    Emphasis,
    Inlines,
    Link,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from kirovbook.model.plain import plain_inlines
from kirovbook.parse.link_targets import is_followed
from kirovbook.parse.raw_html import BLOCK, INLINE, Element, Tag, is_silent, not_carried_over
from kirovbook.parse.reading import Reading
from kirovbook.parse.spans import make_span

CODE = frozenset({"code", "kbd", "samp", "tt"})
_CLASSES = {"u": "underline", "small": "small", "mark": "mark", "abbr": "abbr"}


def report_tag(reading: Reading, place: Place, message: str) -> None:
    """Report a tag that cannot be used as it stands; its text is kept."""
    reading.warn("M113", place, message, "write it as Markdown")


def is_carried(reading: Reading, tag: Tag, written: str, place: Place) -> bool:
    """Answer whether the model has a form for the tag; what it has none for is reported once, where it opens."""
    if is_silent(tag.name):
        if not tag.closes:
            reading.warn("M114", place, f"what <{tag.name}> holds is left out", "take it out of the manuscript")
        return True
    if not tag.closes:
        for lost in not_carried_over(written):
            report_tag(reading, place, f"{lost} is not carried over")
        if tag.name in BLOCK:
            report_tag(reading, place, f"<{tag.name}> within a line is not carried over")
        if tag.name == "a" and "href" in written.lower() and not is_followed(tag.element.get("href")):
            reading.warn("M122", place, "a link cannot be followed from a book", "link to a web or mail address")
    return tag.name in INLINE and tag.name != "q"


def closed_element(element: Element, content: Inlines, place: Place) -> Inlines:
    """Make inlines of an element that has ended."""
    match element.name:
        case "script" | "style":
            return ()
        case "em" | "i" | "cite":
            return _wrapped((Emphasis(content),), element)
        case "strong" | "b":
            return _wrapped((Strong(content),), element)
        case "sup":
            return _wrapped((Superscript(content),), element)
        case "sub":
            return _wrapped((Subscript(content),), element)
        case "del" | "s" | "strike":
            return _wrapped((Strikeout(content),), element)
        case name if name in CODE:
            return _wrapped(_code(content), element)
        case "a" if is_followed(element.get("href")):
            return (Link(content, element.get("href"), element.get("title"), place),)
        case "a" if element.get("href"):
            given = element.to_model()
            return make_span(content, Attributes(given.id, given.classes)) if given.id or given.classes else content
        case _:
            given = element.to_model()
            added = _CLASSES.get(element.name)
            classes = (added, *given.classes) if added else given.classes
            return make_span(content, Attributes(given.id, classes, given.pairs))


def _wrapped(content: Inlines, element: Element) -> Inlines:
    given = element.to_model()
    return content if given == Attributes() else make_span(content, given)


def _code(content: Inlines) -> Inlines:
    """Make code of words; where more than words stand in it, they stay as they are."""
    if all(isinstance(inline, Text) for inline in content):
        return (Code(plain_inlines(content)),)
    return make_span(content, Attributes(classes=("code",)))
