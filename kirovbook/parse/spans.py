"""Make spans, and the small capitals that are written as one."""

from __future__ import annotations

from kirovbook.model.inlines import Attributes, Inlines, SmallCaps, Span

_SMALL_CAPS = ("smallcaps", "sc")


def make_span(content: Inlines, attributes: Attributes) -> Inlines:
    """Make a span; the class ``smallcaps`` becomes small capitals, alone or within the rest of the span."""
    classes = tuple(name for name in attributes.classes if name not in _SMALL_CAPS)
    if len(classes) < len(attributes.classes):
        content = (SmallCaps(content),)
    rest = Attributes(attributes.id, classes, attributes.pairs)
    return content if rest == Attributes() and len(classes) < len(attributes.classes) else (Span(content, rest),)
