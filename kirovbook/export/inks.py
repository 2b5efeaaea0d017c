"""Turn a screen's colours into a printer's inks by the printer's own profile."""

from __future__ import annotations

from dataclasses import field
from io import BytesIO
from typing import TypeAlias

from kirovbook.diagnostics import ERROR, Diagnostic, Outcome
from kirovbook.export.imaging import Image, ImageChops, ImageCms
from kirovbook.model.edition import Edition
from kirovbook.quick_dataclass import dataclass

Ink: TypeAlias = tuple[float, float, float, float]
"""Cyan, magenta, yellow and black, each from 0 to 1."""

_FULL = 255
_LEAST_SHADE = 0.004
_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_BLACK_POINT = ImageCms.Flags.BLACKPOINTCOMPENSATION


@dataclass(frozen=True, slots=True)
class Separated:
    """A picture in inks: "L" for black alone or "CMYK", and its samples, row by row, eight bits each."""

    mode: str
    samples: bytes


@dataclass(frozen=True, slots=True)
class Inks:
    """A printer's profile: its name, its file, and the way into it from the colours met so far."""

    name: str
    profile: bytes
    _from_rgb: ImageCms.ImageCmsTransform
    _from_lab: ImageCms.ImageCmsTransform
    _known: dict[tuple[str, float, float, float], Ink] = field(default_factory=dict)

    def of_rgb(self, red: float, green: float, blue: float) -> Ink:
        """Give the inks of an sRGB colour, each part from 0 to 1; grey is black ink alone."""
        if max(red, green, blue) - min(red, green, blue) < _LEAST_SHADE:
            return grey(green)
        return self._inks("RGB", red * _FULL, green * _FULL, blue * _FULL)

    def of_lab(self, lightness: float, a: float, b: float) -> Ink:
        """Give the inks of a CIELAB colour: lightness from 0 to 100, a and b from -125 to 125."""
        if max(abs(a), abs(b)) < 1:
            return grey((((lightness + 16) / 116) ** 3) ** (1 / 2.2) if lightness else 0.0)
        return self._inks("LAB", lightness / 100 * _FULL, a + 128, b + 128)

    def of_picture(self, picture: Image.Image) -> Separated:
        """Separate a picture by its own profile, or as sRGB; one without any colour becomes grey."""
        if picture.mode in {"1", "L", "CMYK"}:
            kept = picture if picture.mode != "1" else picture.convert("L")
            return Separated(kept.mode, kept.tobytes())
        plain = picture.convert("RGB")
        red, green, blue = plain.split()
        if not (ImageChops.difference(red, green).getbbox() or ImageChops.difference(green, blue).getbbox()):
            return Separated("L", green.tobytes())
        own = picture.info.get("icc_profile") if picture.mode == "RGB" else None
        return Separated("CMYK", self._separate(plain, own).tobytes())

    def _inks(self, mode: str, *parts: float) -> Ink:
        key = (mode, parts[0], parts[1], parts[2])
        if key not in self._known:
            dot = Image.new(mode, (1, 1), tuple(min(max(round(part), 0), _FULL) for part in parts))
            way = self._from_lab if mode == "LAB" else self._from_rgb
            cyan, magenta, yellow, black = _separated(dot, way).tobytes()
            self._known[key] = (_part(cyan), _part(magenta), _part(yellow), _part(black))
        return self._known[key]

    def _separate(self, picture: Image.Image, own: bytes | None) -> Image.Image:
        if own:
            try:
                profile = ImageCms.ImageCmsProfile(BytesIO(own))
                way = _way(profile, "RGB", ImageCms.ImageCmsProfile(BytesIO(self.profile)))
                return _separated(picture, way)
            except (ImageCms.PyCMSError, OSError):
                pass  # a picture's broken profile is as good as none
        return _separated(picture, self._from_rgb)


def grey(lightness: float) -> Ink:
    """Give a grey in black ink alone, so that words have one sharp edge and not four."""
    return (0.0, 0.0, 0.0, round(1 - min(max(lightness, 0.0), 1.0), 4))


def read_inks(profile: bytes, edition: Edition) -> Outcome[Inks | None]:
    """Read the printer's profile of an edition for a press; what is no profile, or not of four inks, is an error."""
    try:
        printer = ImageCms.ImageCmsProfile(BytesIO(profile))
        space = printer.profile.xcolor_space.strip()
        if space != "CMYK":
            message = f"the profile {edition.icc!r} is for the colours {space!r}, not for the four inks of a press"
            return Outcome(None, (Diagnostic("P123", ERROR, edition.place, message, _ASK),))
        from_rgb = _way(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")), "RGB", printer)
        from_lab = _way(ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")), "LAB", printer)
    except (ImageCms.PyCMSError, OSError):
        message = f"{edition.icc!r} is not a colour profile that can print"
        return Outcome(None, (Diagnostic("P122", ERROR, edition.place, message, _ASK),))
    name = " ".join((printer.profile.profile_description or "").split()) or "Custom"
    return Outcome(Inks(name, profile, from_rgb, from_lab))


_ASK = "ask the printer for the ICC profile of the press and the paper"


def _way(start: ImageCms.ImageCmsProfile, mode: str, printer: ImageCms.ImageCmsProfile) -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(start, printer, mode, "CMYK", _INTENT, _BLACK_POINT)


def _separated(picture: Image.Image, way: ImageCms.ImageCmsTransform) -> Image.Image:
    separated = ImageCms.applyTransform(picture, way)
    if separated is None:  # only where it was asked to change the picture itself
        raise ValueError(picture.mode)
    return separated


def _part(value: int) -> float:
    return round(value / _FULL, 4)
