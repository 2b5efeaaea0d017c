"""Lay the front cover before the pages of an edition."""

from __future__ import annotations

from dataclasses import replace

from kirovbook.arrange.terms import terms_of
from kirovbook.diagnostics import Outcome
from kirovbook.export.composing_room import ComposingRoom
from kirovbook.export.pdf import LaidOut
from kirovbook.export.placed import Placed
from kirovbook.export.specification import Copy
from kirovbook.export.themes import types_of
from kirovbook.render.front import design_front, write_front


def lay_before(laid: LaidOut, room: ComposingRoom | None = None) -> Outcome[LaidOut]:
    """Lay the front cover before the pages of an edition that has one; no page gets another number for it."""
    book, edition, press = laid.arranged.book, laid.arranged.edition, laid.specification.press
    if not edition.cover:
        return Outcome(laid)
    theme = book.typography.theme
    front = design_front(book.identity, edition.trim, types_of(theme, press))
    cover = write_front(front, book.identity, edition.bleed)
    copy = Copy(cover.markup, (cover.style,), keeps_folios=True, theme=theme)
    (gathering,) = (room or ComposingRoom()).set_all(laid.specification, (copy,))
    covered = replace(
        laid, placed=(Placed(gathering, 0), *(replace(each, first=each.first + 1) for each in laid.placed)),
        labels=(terms_of(book.identity.lang).cover, *laid.labels),
        anchors={name: page + 1 for name, page in laid.anchors.items()}, cover=cover,
    )
    return Outcome(covered, front.troubles(edition.place, edition.name))
