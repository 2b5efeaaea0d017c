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
from concurrent.futures import BrokenExecutor, Executor
from dataclasses import field
from hashlib import sha256

from kirovbook.check.font_letters import Programme, read_meanings, read_programme
from kirovbook.check.shown_codes import Shown, read_shown
from kirovbook.check.written_objects import UNREADABLE, Held, Ref, Streamed, UnlikeOursError, WrittenPdf, read_objects
from kirovbook.quick_dataclass import dataclass

_BESIDE = frozenset({b"/Annots", b"/Parent", b"/Contents", b"/Resources", b"/StructParents", b"/Tabs", b"/Type"})
_BESIDE_A_FORM = frozenset({b"/Resources", b"/Length", b"/StructParents"})
_OF_THE_FILE = (b"/ViewerPreferences", b"/OCProperties")
"""What of the whole file a page's text depends on: the direction of reading, and the layers."""
_CALLED = (b"/XObject", b"/ExtGState", b"/Properties")
_OF_THE_CUT = frozenset({b"/BaseFont", b"/FontName", b"/FontFile2", b"/ToUnicode", b"/W", b"/DescendantFonts",
                         b"/CIDSet", b"/FontDescriptor"})
_TAG = re.compile(rb"^/[A-Z]{6}\+")
"""Stands before the name of a font of which not all is in the file."""
_ESCAPE = b"#"
_WITHIN_ITSELF = b"within itself"
_MANY = 300
"""Pages that take longer to mark than to hand half of them over."""


@dataclass(frozen=True, slots=True)
class MarkedPages:
    """The marks of the pages of a file in their order, and what their content streams show, by their digests."""

    marks: tuple[bytes, ...]
    shown: Mapping[bytes, Shown]


_UNMARKED = MarkedPages((), {})


def mark_pages(written: bytes, known: Mapping[bytes, Shown], another: Executor | None = None) -> MarkedPages:
    """Mark all pages of a PDF; ``known`` has what content streams show that were looked into before.

    Of many pages ``another`` process marks half. Where the file is not written as ours are no page is marked.
    """
    try:
        count = read_objects(written).count()
    except UNREADABLE:
        return _UNMARKED
    if another is None or count < _MANY:
        return _mark_some(written, known, slice(None))
    half = count // 2
    job = another.submit(_mark_some, written, known, slice(half))
    rest = _mark_some(written, known, slice(half, None))
    try:
        first = job.result()
    except BrokenExecutor:
        first = _mark_some(written, known, slice(half))
    if not first.marks or not rest.marks:
        return _UNMARKED
    return MarkedPages(first.marks + rest.marks, {**first.shown, **rest.shown})


def _mark_some(written: bytes, known: Mapping[bytes, Shown], some: slice) -> MarkedPages:
    try:
        pdf = read_objects(written)
        marking = _Marking(pdf, known)
        root = pdf.get(pdf.root)
        of_the_file = marking.whole({key: root[key] for key in _OF_THE_FILE if key in root})
        return MarkedPages(tuple(marking.page(page, of_the_file) for page in pdf.pages(some)), marking.shown)
    except UNREADABLE:
        return _UNMARKED


@dataclass(frozen=True, slots=True)
class _Font:
    """What the letters of a font share, and what each is made of, as far as it was asked for."""

    shared: bytes
    meanings: Mapping[int, bytes] = field(default_factory=dict)
    widths: Mapping[int, bytes] = field(default_factory=dict)
    programme: Programme | None = None
    letters: dict[int, bytes] = field(default_factory=dict)

    def mark(self, shown: bytes) -> bytes:
        """Give a digest of what the font says of some codes, each of which is two bytes."""
        if self.programme is None:
            return self.shared
        codes = struct.unpack(f">{len(shown) // 2}H", shown)
        for code in codes:
            if code not in self.letters:
                said = self.meanings.get(code, b""), self.widths.get(code, b""), self.programme.letter(code)
                self.letters[code] = sha256(b" ".join(said)).digest()
        return sha256(b"".join([self.shared, shown, *map(self.letters.__getitem__, codes)])).digest()


@dataclass(slots=True)
class _Marking:
    """What was looked into so far, so that what many pages share is looked into once."""

    pdf: WrittenPdf
    known: Mapping[bytes, Shown]
    shown: dict[bytes, Shown] = field(default_factory=dict)
    seen: dict[int, bytes] = field(default_factory=dict)
    fonts: dict[int, _Font] = field(default_factory=dict)
    forms: dict[int, bytes] = field(default_factory=dict)

    def page(self, page: Mapping[bytes, Held], of_the_file: bytes) -> bytes:
        """Mark a page, which has what pages have from those above them."""
        made = sha256(of_the_file + self.but_for(page, _BESIDE))
        made.update(self.content(page.get(b"/Contents"), page.get(b"/Resources")))
        return made.digest()

    def content(self, contents: Held, resources: Held) -> bytes:
        """Give a digest of content streams and of all that they show and call."""
        if contents is None:
            return b""
        held = self.pdf.get(contents)
        streams: list[Streamed] = [self.pdf.get(each) for each in held] if isinstance(held, list) else [held]
        made = sha256()
        for stream in streams:
            made.update(sha256(self.whole(stream.filters) + stream.raw).digest())
        key = made.digest()
        shown = self.shown.get(key) or self.known.get(key)
        if shown is None:
            decoded = [content for stream in streams if (content := stream.decoded()) is not None]
            shown = read_shown(b"\n".join(decoded)) if len(decoded) == len(streams) else Shown(is_plain=False)
        self.shown[key] = shown
        if resources is None:
            return key
        for piece in self.called(shown, self.pdf.get(resources)):
            made.update(piece)
        return made.digest()

    def called(self, shown: Shown, resources: Mapping[bytes, Held]) -> Iterator[bytes]:
        """Give digests of what is shown and called by name."""
        if not shown.is_plain:
            yield self.digest(resources)
            return
        fonts = self.named_in(resources, b"/Font")
        for name, codes in shown.codes.items():
            font = fonts.get(f"/{name}".encode("latin-1"))
            yield name.encode() + (b"" if font is None else self.font(font).mark(codes))
        for kind in _CALLED:
            called = self.named_in(resources, kind)
            for name in shown.called:
                if (held := called.get(f"/{name}".encode("latin-1"))) is not None:
                    yield name.encode() + self.held(held)

    def named_in(self, resources: Mapping[bytes, Held], kind: bytes) -> Mapping[bytes, Held]:
        """Give what the names of a kind stand for. One that is written in another way might be the same name."""
        if kind not in resources:
            return {}
        named: Mapping[bytes, Held] = self.pdf.get(resources[kind])
        if any(_ESCAPE in name for name in named):
            raise UnlikeOursError
        return named

    def held(self, held: Held) -> bytes:
        """Give a digest of a form, of a state or of properties; a picture has no text."""
        form = self.pdf.get(held)
        if not isinstance(form, Streamed):
            return self.digest(held)
        if form.about.get(b"/Subtype") != b"/Form":
            return b"picture"
        if held not in self.forms:
            self.forms[held] = _WITHIN_ITSELF
            about = sha256(self.but_for(form.about, _BESIDE_A_FORM)).digest()
            self.forms[held] = about + self.content(held, form.about.get(b"/Resources"))
        return self.forms[held]

    def font(self, held: Held) -> _Font:
        """Look into a font."""
        if not isinstance(held, Ref):
            return self.letters_of(held) or _Font(self.digest(held))
        if held not in self.fonts:
            self.fonts[held] = self.letters_of(self.pdf.get(held)) or _Font(self.digest(held))
        return self.fonts[held]

    def letters_of(self, font: Mapping[bytes, Held]) -> _Font | None:
        """Look into a font of codes that are glyphs of TrueType outlines; None where it is another."""
        get = self.pdf.get
        descendants, to_unicode = get(font.get(b"/DescendantFonts")), get(font.get(b"/ToUnicode"))
        if font.get(b"/Encoding") != b"/Identity-H" or not isinstance(to_unicode, Streamed) or descendants is None:
            return None
        inner = get(descendants[0])
        descriptor = get(inner.get(b"/FontDescriptor"))
        if inner.get(b"/CIDToGIDMap") != b"/Identity" or descriptor is None or b"/FontFile2" not in descriptor:
            return None
        file, said = get(descriptor[b"/FontFile2"]).decoded(), to_unicode.decoded()
        programme = read_programme(file) if file is not None else None
        meanings = read_meanings(said) if said is not None else None
        widths = _widths(get(inner.get(b"/W")))
        if programme is None or meanings is None or widths is None:
            return None
        made = sha256(programme.shared + meanings[0])
        for part in (font, inner, descriptor):
            made.update(self.but_for(part, _OF_THE_CUT))
            made.update(_TAG.sub(b"", part.get(b"/BaseFont") or part.get(b"/FontName") or b""))
        return _Font(made.digest(), meanings[1], widths, programme)

    def but_for(self, held: Mapping[bytes, Held], beside: frozenset[bytes]) -> bytes:
        """Write a dictionary without some of its names."""
        return self.whole({key: value for key, value in held.items() if key not in beside})

    def digest(self, held: Held) -> bytes:
        """Give a digest of an object and of all that it leads to."""
        return sha256(self.whole(held)).digest()

    def whole(self, held: Held) -> bytes:
        """Write an object down, with digests of all that it leads to, but for what holds it."""
        match held:
            case bytes():
                return held
            case dict():
                pairs = [key + b" " + self.whole(held[key]) for key in sorted(held) if key != b"/Parent"]
                return b"<<%b>>" % b" ".join(pairs)
            case list() | tuple():
                return b"[%b]" % b" ".join([self.whole(each) for each in held])
            case Ref():
                return self.of_object(held)
            case Streamed():
                return self.whole(held.about) + sha256(held.raw).hexdigest().encode()
        return b"null"

    def of_object(self, number: Ref) -> bytes:
        if number not in self.seen:
            self.seen[number] = _WITHIN_ITSELF
            self.seen[number] = b"@" + sha256(self.whole(self.pdf.get(number))).hexdigest().encode()
        return self.seen[number]


def _widths(written: Held) -> Mapping[int, bytes] | None:
    """Read ``[1 [658] 15 [572 631] 20 30 500]``; None where it is not like that."""
    widths: dict[int, bytes] = {}
    waiting: list[int] = []
    each: bytes
    for each in written if isinstance(written, list) else written[1:-1].split() if written else ():
        if each.startswith(b"["):
            if len(waiting) != 1:
                return None
            widths.update(enumerate(each[1:-1].split(), waiting[0]))
            waiting = []
        elif len(waiting) == 2:  # noqa: PLR2004 - the first and the last code
            widths |= dict.fromkeys(range(waiting[0], waiting[1] + 1), each)
            waiting = []
        else:
            waiting.append(int(each))
    return None if waiting else widths
