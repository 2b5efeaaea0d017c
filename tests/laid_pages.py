"""The boxes of a laid-out edition, for tests that measure what no file tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kirovbook.arrange.gatherings import gatherings_of
from kirovbook.export.pdf import LaidOut
from kirovbook.export.setting import Copy, Typesetter
from kirovbook.render.pages import render_pages


def boxes_of(laid: LaidOut) -> Iterator[Any]:
    """Lay the gatherings of an edition out once more; give the box of each page, but of none between gatherings."""
    typesetter = Typesetter(laid.specification)
    for rendering in render_pages(laid.arranged, laid.folios(), 0, gatherings_of(laid.arranged)):
        document, _ = typesetter.lay_out(Copy(rendering.markup, laid.styles))
        for page in document.pages:
            yield page._page_box
