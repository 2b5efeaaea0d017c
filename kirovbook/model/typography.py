"""How the book looks, as far as its author chooses: the theme it is set in, and where words may be divided."""

from __future__ import annotations

from enum import StrEnum

from kirovbook.quick_dataclass import dataclass


class Theme(StrEnum):
    """A look of the house: EB Garamond; Noto Serif; Noto Serif large and sober, for a class."""

    GARAMOND = "garamond"
    SERIF = "serif"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Typography:
    """What the author chose for the type.

    ``divisions`` are words with a hyphen wherever a line may end within them: "Le-nin-grad"; "Kirov" is never divided.
    """

    theme: Theme = Theme.GARAMOND
    divisions: tuple[str, ...] = ()


USUAL_TYPOGRAPHY = Typography()
