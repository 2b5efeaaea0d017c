"""Read from the content stream of a page which letters it shows in which fonts, and what else it calls by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field

from kirovbook.quick_dataclass import dataclass

_CALLED = re.compile(rb"/(\S+)\s+(?:Do|gs|BDC|DP)(?!\S)")
_INLINE_PICTURE = re.compile(rb"(?<!\S)BI(?!\S)")
_UNLIKE_OURS = (b"(", b"%", b"#")
"""What begins a string in parentheses, a comment, and an escape within a name: WeasyPrint shows no letters so."""
_CHOICE = b" Tf"
_LONGEST_CHOICE = 200
"""More bytes than the name of a font and its size."""
_CODE = re.compile(rb"<[0-9a-fA-F]")
_CODES = re.compile(rb"(?:[0-9a-fA-F]{4})+>")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a content stream shows: by each font's name the codes, of two bytes each; and the other names it calls.

    Where ``is_plain`` is false it is written in a way that is not looked into here, and may show anything.
    """

    codes: Mapping[str, bytes] = field(default_factory=dict)
    called: tuple[str, ...] = ()
    is_plain: bool = True


def read_shown(content: bytes) -> Shown:
    """Read a content stream, decoded. The codes are those of WeasyPrint's ``[<01fa>0<01b8>10] TJ``."""
    unknown = Shown(is_plain=False)
    if any(sign in content for sign in _UNLIKE_OURS) or (b"BI" in content and _INLINE_PICTURE.search(content)):
        return unknown
    if content.count(b"Tf") != content.count(_CHOICE):
        return unknown
    shown: dict[bytes, set[bytes]] = {}
    for font, stretch in _stretches(content):
        # Behind a state that is restored another font may be in force.
        restored = stretch.find(b"Q")
        if not font or (restored >= 0 and _CODE.search(stretch, restored)):
            if _CODE.search(stretch):
                return unknown
        else:
            shown.setdefault(font, set()).update(stretch.split(b"<")[1:])
    codes: dict[str, bytes] = {}
    for font, pieces in shown.items():
        letters: set[bytes] = set()
        for piece in pieces:
            if _CODES.match(piece):
                written = bytes.fromhex(piece.partition(b">")[0].decode())
                letters.update(written[at : at + 2] for at in range(0, len(written), 2))
            elif _CODE.match(b"<" + piece):
                return unknown
        codes[font.decode("latin-1")] = b"".join(sorted(letters))
    called = sorted(name.decode("latin-1") for name in {*_CALLED.findall(content)})
    return Shown(codes, tuple(called))


def _stretches(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give what stands behind each choice of a font, with its name; what stands before the first has none."""
    font = b""
    for stretch in content.split(_CHOICE):
        yield font, stretch
        words = stretch[-_LONGEST_CHOICE:].split()
        font = words[-2].removeprefix(b"/") if len(words) > 1 and words[-2].startswith(b"/") else b""

