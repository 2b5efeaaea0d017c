"""Take out of a picture's file what is no part of the picture: where and with what it was taken, and who edited it.

The picture itself is not decoded, so that it loses nothing.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

_JPEG_MARKER, _JPEG_END, _JPEG_SCAN = 0xFF, 0xD9, 0xDA
# JFIF says how large the picture is meant to be, Adobe's segment how its colours are written; COM is a comment.
_JPEG_KEPT, _JPEG_PROFILE, _JPEG_COMMENT = (0xE0, 0xEE), 0xE2, 0xFE
_JPEG_OTHERS = range(0xE0, 0xF0)
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_PNG_LEFT_OUT = (b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME")
_PNG_OPENING = 8
_RIFF_OPENING = 12
# The flags of a WebP that say that these chunks follow (RFC 9649, 2.7).
_WEBP_LEFT_OUT = {b"EXIF": 0x08, b"XMP ": 0x04}
_WEBP_PROFILE = {b"ICCP": 0x20}


def without_metadata(written: bytes, media_type: str, *, keeps_profile: bool) -> bytes:
    """Give the file without what is said about the picture; the same bytes where nothing is.

    A file that is not built as its kind should be is given as it is.
    """
    try:
        match media_type:
            case "image/jpeg":
                return b"".join(_jpeg_parts(written, keeps_profile=keeps_profile))
            case "image/png":
                return b"".join(_png_parts(written, keeps_profile=keeps_profile))
            case "image/webp":
                return _webp(written, keeps_profile=keeps_profile)
            case _:
                return written
    except (struct.error, IndexError):
        return written


def _jpeg_parts(written: bytes, *, keeps_profile: bool) -> Iterator[bytes]:
    """Walk over the segments (ITU-T T.81, B.1.1). What follows the end is another picture, with words of its own."""
    yield written[:2]
    at = 2
    while at < len(written):
        marker = written[at + 1]
        if written[at] != _JPEG_MARKER or marker == _JPEG_END:
            yield written[at:at + 2] if marker == _JPEG_END else written[at:]
            return
        end = at + 2 + struct.unpack_from(">H", written, at + 2)[0]
        if marker == _JPEG_SCAN:
            following = _NEXT_MARKER.search(written, end)
            end = following.start() if following else len(written)
        is_profile = marker == _JPEG_PROFILE and written[at + 4:at + 16] == b"ICC_PROFILE\0"
        is_about = (marker in _JPEG_OTHERS and marker not in _JPEG_KEPT) or marker == _JPEG_COMMENT
        if not is_about or (is_profile and keeps_profile):
            yield written[at:end]
        at = end


def _png_parts(written: bytes, *, keeps_profile: bool) -> Iterator[bytes]:
    yield written[:_PNG_OPENING]
    at = _PNG_OPENING
    left_out = _PNG_LEFT_OUT if keeps_profile else (*_PNG_LEFT_OUT, b"iCCP")
    while at < len(written):
        length, kind = struct.unpack_from(">I4s", written, at)
        end = at + 12 + length
        if kind not in left_out:
            yield written[at:end]
        if kind == b"IEND":
            return
        at = end


def webp_chunks(written: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give the kind of each chunk of a WebP and the whole chunk, its padding included."""
    at = _RIFF_OPENING
    while at + 8 <= len(written):
        kind, length = struct.unpack_from("<4sI", written, at)
        end = at + 8 + length + length % 2
        yield kind, written[at:end]
        at = end


def _webp(written: bytes, *, keeps_profile: bool) -> bytes:
    left_out = _WEBP_LEFT_OUT if keeps_profile else _WEBP_LEFT_OUT | _WEBP_PROFILE
    chunks = tuple(webp_chunks(written))
    if not any(kind in left_out for kind, _ in chunks):
        return written
    parts = []
    for kind, chunk in chunks:
        if kind == b"VP8X":
            parts.append(chunk[:8] + bytes([chunk[8] & ~sum(left_out.values())]) + chunk[9:])
        elif kind not in left_out:
            parts.append(chunk)
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body
