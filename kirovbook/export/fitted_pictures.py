"""Make a picture no larger than a screen shows it, and keep to itself what a camera wrote beside it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from kirovbook.diagnostics import ERROR, Diagnostic, Place
from kirovbook.export.bare_pictures import webp_chunks, without_metadata
from kirovbook.export.imaging import Image, ImageChops, ImageCms, ImageFile, ImageOps
from kirovbook.export.pictures import PictureFile

_DRAWING = "image/svg+xml"
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF", "image/webp": "WEBP"}
_ORIENTATION, _UPRIGHT = 0x0112, 1
# A quarter of a gigabyte decoded: a photograph of 85 million points, a black and white scan of all that Pillow opens.
_MOST_SAMPLES = 256 * 1024 * 1024
# Of a JPEG the decoder itself can give an eighth; twice the size wanted leaves enough to scale down well.
_DECODED_AT_LEAST = 2
# 82 is where a photograph on a screen is not told from its original; below, only where a file would grow otherwise.
_QUALITIES = (82, 70, 55)
_MOST_IN_PALETTE = 256
_MOST_GREYS_IN_PALETTE = 16


def fit_picture(
    picture: PictureFile, path: str, place: Place, longest: int
) -> tuple[PictureFile | None, tuple[Diagnostic, ...]]:
    """Give a picture with at most ``longest`` points on its longer side, upright, in sRGB, without metadata.

    What is so already keeps its bytes, but for the metadata. A picture never takes more bytes than before, unless it
    had to be turned or had the inks of a press for colours. Animations and drawings keep their size. A damaged
    picture is an error at ``place``, as is one that would take more memory than any reader has for it.
    """
    if picture.media_type == _DRAWING:
        return picture, ()
    try:
        with _strictly(), Image.open(BytesIO(picture.written), formats=tuple(_FORMATS.values())) as opened:
            return _fit(opened, picture, path, place, longest)
    except Image.DecompressionBombError:
        return None, (_too_large(path, place),)
    except (OSError, SyntaxError, ValueError, EOFError) as trouble:
        return None, (Diagnostic("E108", ERROR, place, f"the picture {path!r} is damaged: {trouble}".rstrip("."),
                                 "save the picture again from its original"),)


@contextmanager
def _strictly() -> Iterator[None]:
    """Have Pillow refuse what is damaged, whatever else is loaded: WeasyPrint tells it to fill the holes.

    It warns of large pictures that it takes all the same; what is too much is measured here.
    """
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _too_large(path: str, place: Place) -> Diagnostic:
    return Diagnostic("E107", ERROR, place, f"the picture {path!r} has more points than an e-book can be made from",
                      "save the picture with 8000 points on its longer side at most")


def _fit(
    opened: Image.Image, picture: PictureFile, path: str, place: Place, longest: int
) -> tuple[PictureFile | None, tuple[Diagnostic, ...]]:
    written, media_type = picture.written, picture.media_type
    is_large = max(opened.size) > longest
    if media_type == "image/jpeg":
        opened.draft(None, (longest * _DECODED_AT_LEAST, longest * _DECODED_AT_LEAST))
    if _samples(opened) > _MOST_SAMPLES:
        return None, (_too_large(path, place),)
    profile = opened.info.get("icc_profile") or b""
    is_foreign = bool(profile) and not _is_srgb(profile)
    has_inks = opened.mode == "CMYK"
    must_change = has_inks or opened.getexif().get(_ORIENTATION, _UPRIGHT) != _UPRIGHT
    bare = without_metadata(written, media_type, keeps_profile=is_foreign)
    is_animated = media_type != "image/jpeg" and getattr(opened, "is_animated", False)
    if is_animated or not (must_change or is_large or is_foreign):
        opened.load()
        return PictureFile(media_type, bare), ()
    shown = _shown(opened, profile if is_foreign or has_inks else b"", longest)
    for fitted in _encoded(shown, media_type, written):
        if len(fitted) <= len(written):
            return PictureFile(media_type, fitted), ()
    return PictureFile(media_type, fitted if must_change else bare), ()


def _samples(opened: Image.Image) -> int:
    """Say how many bytes the picture takes when it is decoded: a palette becomes colours, and they may be clear."""
    each = 4 if opened.mode == "P" or opened.mode.startswith("I") else len(opened.getbands())
    return opened.width * opened.height * each


def _shown(opened: Image.Image, profile: bytes, longest: int) -> Image.Image:
    """Turn the picture upright, scale it down, and give it the colours of a screen."""
    ImageOps.exif_transpose(opened, in_place=True)
    image = _with_samples(opened)
    image.info.clear()
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=3.0)
    if profile:
        image = _in_srgb(image, profile)
    if image.mode == "CMYK":
        image = image.convert("RGB")
    image.info.clear()
    return image


def _with_samples(image: Image.Image) -> Image.Image:
    """Give a picture whose points can be mixed: a palette's numbers can't."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if "transparency" in image.info or image.mode == "PA":
        return image.convert("RGBA")
    modes = {"1": "L", "P": "RGB"}
    return image.convert(modes[image.mode]) if image.mode in modes else image


def _is_srgb(profile: bytes) -> bool:
    try:
        return "srgb" in (ImageCms.ImageCmsProfile(BytesIO(profile)).profile.profile_description or "").lower()
    except (ImageCms.PyCMSError, OSError):
        return True  # a broken profile is as good as none


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Convert by the picture's own profile; one that is not for these colours says nothing."""
    becomes = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        own, screen = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
        way = ImageCms.buildTransform(own, ImageCms.ImageCmsProfile(screen), image.mode, becomes,
                                      ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION)
        converted = ImageCms.applyTransform(image, way) or image
    except (ImageCms.PyCMSError, OSError):
        return image
    return converted.convert("L") if image.mode == "L" else converted


def _encoded(image: Image.Image, media_type: str, written: bytes) -> Iterator[bytes]:
    """Write the picture in its kind, each time into fewer bytes where the kind allows it."""
    kind = _FORMATS[media_type]
    if kind == "PNG":
        yield _saved(_with_palette(image), kind, optimize=True)
    elif kind == "GIF":
        yield _saved(image, kind, optimize=True)
    elif kind == "WEBP" and any(each == b"VP8L" for each, _ in webp_chunks(written)):
        yield _saved(image, kind, lossless=True, method=6)
    else:
        more = {"method": 6} if kind == "WEBP" else {"optimize": True, "progressive": True}
        for quality in _QUALITIES:
            yield _saved(image, kind, quality=quality, **more)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def _with_palette(image: Image.Image) -> Image.Image:
    """Give line art its few colours as a palette, if it is then the same picture to the last point."""
    colours = image.getcolors(_MOST_IN_PALETTE)
    if colours is None:
        return image
    if image.mode == "L":
        greys = sorted(grey for _, grey in colours if isinstance(grey, int))
        if len(greys) > _MOST_GREYS_IN_PALETTE:
            return image
        numbers = [greys.index(grey) if grey in greys else 0 for grey in range(256)]
        drawn = Image.frombytes("P", image.size, image.point(numbers).tobytes())
        drawn.putpalette([part for grey in greys for part in (grey, grey, grey)])
        return drawn
    if image.mode != "RGB":
        return image
    drawn = image.quantize(len(colours), dither=Image.Dither.NONE)
    return image if ImageChops.difference(drawn.convert("RGB"), image).getbbox() else drawn
