"""What an edition gets besides its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kirovbook.quick_dataclass import dataclass

if TYPE_CHECKING:
    from kirovbook.export.inks import Inks
    from kirovbook.export.press_sheet import Sheet


@dataclass(frozen=True, slots=True)
class Finish:
    """What an edition gets besides its pages: the words of its slug line, and the inks of its press."""

    slug: str = ""
    inks: Inks | None = None
    sheet: Sheet | None = None


PLAIN_FINISH = Finish()
