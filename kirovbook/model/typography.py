"""How the book looks, as far as its author chooses: the theme that its type is set in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Theme(StrEnum):
    """A look of the house: EB Garamond; Noto Serif; Noto Serif large and sober, for a class."""

    GARAMOND = "garamond"
    SERIF = "serif"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Typography:
    """What the author chose for the type."""

    theme: Theme = Theme.GARAMOND


USUAL_TYPOGRAPHY = Typography()
