"""Mark each page of a finished PDF with all that the text read from it depends on: a page with a known mark is known.

The mark stands for the bytes of its content streams, for what these show and call by name, and for its boxes; of a font
for the letters that are shown (``font_letters``). What is written in another way than WeasyPrint's is not looked into:
all of it counts. Patterns, shadings, colours and the dots of pictures say nothing, and links and tags lie beside the
page.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO

from kirovbook.check.font_letters import Programme, read_meanings, read_programme
from kirovbook.check.shown_codes import Shown, read_shown
from kirovbook.pdf_objects import Array, Dictionary, Name, Object, Pdf, Stream

_BESIDE = frozenset({"/Annots", "/Parent", "/Contents", "/Resources", "/StructParents", "/Tabs", "/Type"})
_OF_THE_FILE = ("/ViewerPreferences", "/OCProperties")
"""What of the whole file a page's text depends on: the direction of reading, and the layers."""
_CALLED = ("/XObject", "/ExtGState", "/Properties")
_OF_THE_CUT = frozenset({"/BaseFont", "/FontName", "/FontFile2", "/ToUnicode", "/W", "/DescendantFonts", "/CIDSet",
                         "/FontDescriptor"})
_TAG = re.compile(r"^/[A-Z]{6}\+")
"""Stands before the name of a font of which not all is in the file."""
_REFERENCE = b" R"
_Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class MarkedPages:
    """The marks of the pages of a file in their order, and what their content streams show, by their digests."""

    marks: tuple[bytes, ...]
    shown: Mapping[bytes, Shown]


def mark_pages(written: bytes, known: Mapping[bytes, Shown]) -> MarkedPages:
    """Mark all pages of a PDF; ``known`` has what content streams show that were looked into before."""
    with Pdf.open(BytesIO(written)) as pdf:
        marking = _Marking(known)
        of_the_file = marking.whole(Dictionary({key: pdf.Root[key] for key in _OF_THE_FILE if key in pdf.Root}))
        return MarkedPages(tuple(marking.page(page.obj, of_the_file) for page in pdf.pages), marking.shown)


@dataclass(frozen=True, slots=True)
class _Font:
    """What the letters of a font share, and what each is made of, as far as it was asked for."""

    shared: bytes
    meanings: Mapping[int, bytes] = field(default_factory=dict)
    widths: Mapping[int, str] = field(default_factory=dict)
    programme: Programme | None = None
    letters: dict[int, bytes] = field(default_factory=dict)

    def mark(self, shown: bytes) -> bytes:
        """Give a digest of what the font says of some codes, each of which is two bytes."""
        if self.programme is None:
            return self.shared
        codes = struct.unpack(f">{len(shown) // 2}H", shown)
        for code in codes:
            if code not in self.letters:
                said = (self.meanings.get(code, b""), self.widths.get(code, "").encode(), self.programme.letter(code))
                self.letters[code] = sha256(b" ".join(said)).digest()
        return sha256(b"".join([self.shared, shown, *(self.letters[code] for code in codes)])).digest()


@dataclass(slots=True)
class _Marking:
    """What was looked into so far, so that what many pages share is looked into once."""

    known: Mapping[bytes, Shown]
    shown: dict[bytes, Shown] = field(default_factory=dict)
    seen: dict[_Key, bytes] = field(default_factory=dict)
    fonts: dict[_Key, _Font] = field(default_factory=dict)
    forms: dict[_Key, bytes] = field(default_factory=dict)
    named: dict[tuple[_Key, str], Mapping[str, Object] | Object] = field(default_factory=dict)

    def page(self, page: Object, of_the_file: bytes) -> bytes:
        """Mark a page; what pages have from those above them, qpdf has written down with each."""
        made = sha256(of_the_file)
        for key in sorted(page.keys()):
            if key not in _BESIDE:
                made.update(key.encode() + self.whole(page[key]))
        contents, resources = page.get("/Contents"), page.get("/Resources")
        made.update(self.content(contents, resources))
        return made.digest()

    def content(self, contents: Object | None, resources: Object | None) -> bytes:
        """Give a digest of content streams and of all that they show and call."""
        if contents is None:
            return b""
        streams = tuple(contents) if isinstance(contents, Array) else (contents,)
        made = sha256()
        for stream in streams:
            made.update(sha256(self.filters(stream) + stream.read_raw_bytes()).digest())
        key = made.digest()
        shown = self.shown.get(key) or self.known.get(key)
        if shown is None:
            shown = read_shown(b"\n".join(stream.read_bytes() for stream in streams))
        self.shown[key] = shown
        if resources is None:
            return key
        for piece in self.called(shown, resources):
            made.update(piece)
        return made.digest()

    def called(self, shown: Shown, resources: Object) -> Iterator[bytes]:
        """Give digests of what is shown and called by name."""
        if not shown.is_plain:
            yield self.whole(resources)
            return
        fonts = self.named_in(resources, "/Font")
        for name, codes in shown.codes.items():
            font = fonts.get(f"/{name}")
            yield name.encode() + (b"" if font is None else self.font(font).mark(codes))
        for kind in _CALLED:
            called = self.named_in(resources, kind)
            for name in shown.called:
                if (held := called.get(f"/{name}")) is not None:
                    yield name.encode() + self.held(held)

    def named_in(self, resources: Object, kind: str) -> Mapping[str, Object] | Object:
        """Give what the names of a kind stand for; of resources that many pages share, it is asked once."""
        key = (resources.objgen, kind)
        if key not in self.named or not resources.is_indirect:
            self.named[key] = resources.get(kind, {})
            if resources.is_indirect:
                self.named[key] = dict(self.named[key].items())
        return self.named[key]

    def held(self, held: Object) -> bytes:
        """Give a digest of a form, of a state or of properties; a picture has no text."""
        if not isinstance(held, Stream):
            return self.whole(held)
        if held.get("/Subtype") != Name.Form:
            return b"picture"
        if held.objgen not in self.forms:
            self.forms[held.objgen] = b"within itself"
            made = sha256()
            for key in sorted(held.keys()):
                if key not in {"/Resources", "/Length", "/StructParents"}:
                    made.update(key.encode() + self.whole(held[key]))
            self.forms[held.objgen] = made.digest() + self.content(held, held.get("/Resources"))
        return self.forms[held.objgen]

    def font(self, font: Object) -> _Font:
        """Look into a font."""
        key = font.objgen
        if not font.is_indirect:
            return self.letters_of(font) or _Font(self.whole(font))
        if key not in self.fonts:
            self.fonts[key] = self.letters_of(font) or _Font(self.whole(font))
        return self.fonts[key]

    def letters_of(self, font: Object) -> _Font | None:
        """Look into a font of codes that are glyphs of TrueType outlines; None where it is another."""
        descendants, to_unicode = font.get("/DescendantFonts"), font.get("/ToUnicode")
        if font.get("/Encoding") != Name("/Identity-H") or not isinstance(to_unicode, Stream) or descendants is None:
            return None
        inner = descendants[0]
        descriptor = inner.get("/FontDescriptor")
        if inner.get("/CIDToGIDMap") != Name.Identity or descriptor is None or "/FontFile2" not in descriptor:
            return None
        programme = read_programme(descriptor.FontFile2.read_bytes())
        meanings = read_meanings(to_unicode.read_bytes())
        widths = _widths(inner.get("/W"))
        if programme is None or meanings is None or widths is None:
            return None
        made = sha256(programme.shared + meanings[0])
        for part in (font, inner, descriptor):
            for key in sorted(part.keys()):
                if key not in _OF_THE_CUT:
                    made.update(key.encode() + self.whole(part[key]))
            made.update(_TAG.sub("", str(part.get("/BaseFont") or part.get("/FontName"))).encode())
        return _Font(made.digest(), meanings[1], widths, programme)

    def filters(self, stream: Object) -> bytes:
        """Give a digest of how a stream is to be decoded."""
        return b"".join(self.whole(stream[key]) for key in ("/Filter", "/DecodeParms") if key in stream)

    def whole(self, held: Object | object) -> bytes:
        """Give a digest of an object and of all that it leads to, but for what holds it."""
        if not isinstance(held, (Array, Dictionary, Stream)):
            return sha256(repr(held).encode()).digest()
        key = held.objgen
        if held.is_indirect and key in self.seen:
            return self.seen[key]
        if not held.is_indirect and _REFERENCE not in (written := held.unparse()):
            return sha256(written).digest()
        if held.is_indirect:
            self.seen[key] = b"within itself"
        made = sha256()
        if isinstance(held, Array):
            for each in held:
                made.update(self.whole(each))
        else:
            for name in sorted(held.keys()):
                if name != "/Parent":
                    made.update(name.encode() + self.whole(held[name]))
            if isinstance(held, Stream):
                made.update(held.read_raw_bytes())
        if held.is_indirect:
            self.seen[key] = made.digest()
        return made.digest()


def _widths(written: Object | None) -> Mapping[int, str] | None:
    """Read ``[1 [658] 15 [572 631] 20 30 500]``; None where it is not like that."""
    widths: dict[int, str] = {}
    waiting: list[int] = []
    for each in written or ():
        if isinstance(each, Array):
            if len(waiting) != 1:
                return None
            widths |= {waiting[0] + number: str(width) for number, width in enumerate(each)}
            waiting = []
        elif len(waiting) == 2:  # noqa: PLR2004 - the first and the last code
            widths |= dict.fromkeys(range(waiting[0], waiting[1] + 1), str(each))
            waiting = []
        else:
            waiting.append(int(each))
    return None if waiting else widths
