"""What a composer does, in this process or in one of its own: WeasyPrint is loaded when there is something to do."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from kirovbook.diagnostics import CannotRunError
from kirovbook.export.index_part import IndexPart, SetPart
from kirovbook.export.set_gathering import SetGathering, UsedFont
from kirovbook.export.specification import Copy, Specification

if TYPE_CHECKING:
    from kirovbook.export.setting import Typesetter

_PANGO_HINT = (
    "install Pango: 'apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0' on Debian, "
    "'brew install pango' on macOS, 'dnf install pango' on Fedora"
)
_AT_HAND = 3
"""Editions whose style sheets a composer keeps read."""

_typesetters: dict[str, Typesetter] = {}
# What they hold of fonts can be let go only while the interpreter is whole.
atexit.register(_typesetters.clear)


def set_copy(specification: Specification, copy: Copy, old: SetGathering | None = None) -> SetGathering:
    """Set one gathering, or what has changed since an ``old`` setting of it.

    Raises ``CannotRunError`` where WeasyPrint cannot load Pango.
    """
    return _typesetter(specification).set(copy, old)


def set_index_part(specification: Specification, copy: Copy, part: IndexPart) -> SetPart:
    """Set a part of an index. Raises ``CannotRunError`` as ``set_copy`` does."""
    return _typesetter(specification).set_part(copy, part)


def cut_fonts(specification: Specification, fonts: Sequence[UsedFont], seconds: int) -> bytes:
    """Cut the fonts of an edition (see ``used_fonts.write_fonts``). Raises ``CannotRunError`` as ``set_copy`` does."""
    typesetter = _typesetter(specification)
    typesetter.sheets_of(())
    from kirovbook.export.used_fonts import write_fonts  # noqa: PLC0415 - see load_weasyprint

    return write_fonts(fonts, typesetter.fonts, specification.edition.variant, seconds)


def make_ready(specification: Specification) -> None:
    """Read the style sheets and the fonts of an edition, if Pango is there; if not, it is told when it is needed."""
    with suppress(CannotRunError):
        _typesetter(specification).sheets_of(())


def load_weasyprint() -> None:
    """Load what lays pages out, which takes half a second. Raises ``CannotRunError`` where it cannot load Pango."""
    try:
        from kirovbook.export import setting  # noqa: F401, PLC0415
    except OSError as trouble:
        message = f"WeasyPrint can't load Pango: {trouble}"
        raise CannotRunError(message, _PANGO_HINT) from trouble


def _typesetter(specification: Specification) -> Typesetter:
    """Give the typesetter of an edition; those of the last few are at hand."""
    load_weasyprint()
    from kirovbook.export.setting import Typesetter  # noqa: PLC0415

    mark = specification.mark
    typesetter = _typesetters.pop(mark, None) or Typesetter(specification)
    _typesetters[mark] = typesetter
    while len(_typesetters) > _AT_HAND:
        del _typesetters[next(iter(_typesetters))]
    return typesetter
