"""Read the pictures that a book shows, from within its folder and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from kirovbook.diagnostics import ERROR, WARNING, Diagnostic, Place
from kirovbook.quick_dataclass import dataclass

_LARGEST = 64 * 1024 * 1024
_RASTERS = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
)
_SVG = "image/svg+xml"
_ENDINGS = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    _SVG: (".svg",),
}
_ACTIVE = frozenset({"script", "foreignobject", "iframe", "handler", "listener"})
_FETCHING = re.compile(
    r"@import|url\s*\((?!\s*[\"']?(?:#|data:image/(?:png|jpeg|gif|webp)[;,]))", re.IGNORECASE
)
_INNER = re.compile(r"\s*(#|data:image/(png|jpeg|gif|webp)[;,])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture that was read: its media type, by what is in it, and its bytes."""

    media_type: str
    written: bytes


def read_picture(root: Path, path: str, place: Place) -> tuple[PictureFile | None, tuple[Diagnostic, ...]]:
    """Read the picture at ``path`` below ``root``; what forbids its use is an error at ``place``."""
    written = _read_within(root, path)
    if written is None:
        return None, (Diagnostic("E101", ERROR, place, f"there is no picture {path!r} in the book's folder",
                                 "put the picture there, or mend its path"),)
    media_type = _media_type(written)
    if not media_type:
        return None, (Diagnostic("E102", ERROR, place, f"{path!r} is no picture that an e-book can show",
                                 "give the picture as PNG, JPEG, GIF, WebP or SVG"),)
    if media_type == _SVG and (found := next(_active_parts(written), "")):
        return None, (Diagnostic("E104", ERROR, place, f"the picture {path!r} holds {found}",
                                 "save the picture as a plain SVG with everything in it"),)
    return PictureFile(media_type, written), tuple(_misnamed(path, media_type, place))


def _read_within(root: Path, path: str) -> bytes | None:
    """Links that lead out of the folder lead nowhere."""
    try:
        file = (root / path).resolve(strict=True)
        if not file.is_relative_to(root.resolve()) or not file.is_file() or file.stat().st_size > _LARGEST:
            return None
        return file.read_bytes()
    except (OSError, ValueError, RuntimeError):
        return None


def _media_type(written: bytes) -> str:
    for opening, media_type in _RASTERS:
        if opening.match(written):
            return media_type
    return _SVG if _root_element(written) == "svg" else ""


def _root_element(written: bytes) -> str:
    names: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, _: names.append(name)
    try:
        parser.Parse(written, True)  # noqa: FBT003 - expat's own "this is all"
    except expat.ExpatError:
        return ""
    return _local(names[0]) if names else ""


def _active_parts(svg: bytes) -> Iterator[str]:
    """Name what in an SVG could act or fetch. Entities are refused whole: they can grow without end."""
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def open_element(name: str, attributes: dict[str, str]) -> None:
        if _local(name) in _ACTIVE:
            found.append(f"a <{name}>")
        found.extend(_active_attributes(name, attributes))

    def declare_entity(name: str, *_: object) -> None:
        found.append(f"the entity {name!r}")

    def instruct(target: str, _: str) -> None:
        found.append(f"the instruction {target!r}")

    def read_words(words: str) -> None:
        if _FETCHING.search(words):
            found.append("a style that fetches another file")

    parser.StartElementHandler = open_element
    parser.EntityDeclHandler = declare_entity
    parser.ProcessingInstructionHandler = instruct
    parser.CharacterDataHandler = read_words
    try:
        parser.Parse(svg, True)  # noqa: FBT003 - expat's own "this is all"
    except expat.ExpatError as trouble:
        found.append(f"XML that is not well-formed ({trouble})")
    yield from found


def _active_attributes(element: str, attributes: dict[str, str]) -> Iterator[str]:
    for name, value in attributes.items():
        local = _local(name)
        if local.startswith("on"):
            yield f"the script {name!r}"
        elif local in {"href", "src"} and not _INNER.match(value):
            yield f"a link from <{element}> to {value[:60]!r}"
        elif _FETCHING.search(value):
            yield f"a style that fetches another file in {name!r}"


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _misnamed(path: str, media_type: str, place: Place) -> Iterator[Diagnostic]:
    if not path.lower().endswith(_ENDINGS[media_type]):
        kind = media_type.removeprefix("image/").removesuffix("+xml").upper()
        yield Diagnostic("E105", WARNING, place, f"the picture {path!r} is a {kind} under another ending",
                         f"name the file with the ending {_ENDINGS[media_type][0]!r}")
