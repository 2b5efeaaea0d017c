"""Read the objects of a PDF as qpdf writes them, many at once: a file that is written otherwise is not read here.

Only what is certain is read: one table of objects and no later one, each object where the table has it, no encryption.
(ISO 32000-2, 7.5: the table is a stream or stands in plain text, objects stand by themselves or in streams of objects.)
A dictionary is a ``dict`` by names, an array a ``list``; all else is given as it is written, an array of numbers too.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import field
from itertools import accumulate
from typing import Any, Protocol

from kirovbook.quick_dataclass import dataclass

Held = Any
"""A dictionary, an array, a ``Ref``, a ``Streamed``, or the bytes of a number, a name, a string, a word, or numbers."""

_INHERITED = (b"/Resources", b"/MediaBox", b"/CropBox", b"/Rotate")
_END = re.compile(rb"startxref\n([0-9]+)\n%%EOF\n?\Z")
_TOKEN = re.compile(
    rb"\s*(?:/Annots \[[ 0-9R]*\]\s*|\([^()\\]*\) \[ [0-9]+ 0 R /XYZ[-+.0-9 ]*\]\s*)*"
    rb"(?:(<<|>>)|([0-9]+) 0 R|"
    rb"(/[^\s\[\]<>()/{}%]*|[-+.0-9]+|\[(?: [-+.0-9]+)+ \]|true|false|null|<[0-9a-fA-F]*>|\((?:[^()\\]|\\.)*\))|"
    rb"([\[\]])|(\S))", re.DOTALL)
"""A dictionary's sign, a reference, a word or an array of numbers, an array's sign, and anything else.

Links, which lie beside the page, and the places that they lead to are left out: they are the half of all.
"""
_PLAIN_STREAM = re.compile(rb"<< /Filter /FlateDecode /Length ([0-9]+) >>\nstream\n")
_OPENS = re.compile(rb"([0-9]+) 0 obj\n")
_CLOSES = re.compile(rb"\n(?:stream|endobj)\n")
_TABLE = re.compile(rb"xref\n0 ([0-9]+)\n")
_LINE_OF_TABLE = 20
_TAIL = 64


class UnlikeOursError(ValueError):
    """Says that a file is not written as qpdf writes one, and so is not read."""


UNREADABLE = (UnlikeOursError, ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError, zlib.error)


class Ref(int):
    """The number of an object that is meant."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Streamed:
    """A stream: its dictionary, and its bytes as they are written."""

    about: Mapping[bytes, Held]
    raw: bytes

    @property
    def filters(self) -> tuple[Held, Held]:
        """Give how its bytes are to be decoded."""
        return self.about.get(b"/Filter"), self.about.get(b"/DecodeParms")

    def decoded(self) -> bytes | None:
        """Give its content; None where it is packed in a way that is not unpacked here."""
        match self.filters:
            case (None, None):
                return self.raw
            case (b"/FlateDecode", None):
                return zlib.decompress(self.raw)
        return None


class Table(Protocol):
    """Where the objects of a file are."""

    def place(self, number: int) -> tuple[int, int | None]:
        """Give where an object begins; or the number of the stream that it is in, and its index there."""


@dataclass(slots=True)
class WrittenPdf:
    """The objects of a file by their numbers, each read when it is asked for."""

    written: bytes
    table: Table
    root: Held
    read: dict[int, Held] = field(default_factory=dict)
    opened: dict[int, _ManyObjects] = field(default_factory=dict)

    def get(self, held: Held) -> Held:
        """Give what is held, or what is meant by it."""
        if not isinstance(held, Ref):
            return held
        if held not in self.read:
            self.read[held] = self._read(held)
        return self.read[held]

    def _read(self, number: int) -> Held:
        place, index = self.table.place(number)
        if index is None:
            return _object_at(self.written, number, place)
        if place not in self.opened:
            start, within = self.table.place(place)
            if within is not None:
                raise UnlikeOursError
            self.opened[place] = _unpack(_object_at(self.written, place, start))
        return _parse(self.opened[place].written(number, index))

    def count(self) -> int:
        """Count the pages, as the file says it."""
        return int(self.get(self.get(self.root)[b"/Pages"])[b"/Count"])

    def pages(self, some: slice) -> Iterator[Mapping[bytes, Held]]:
        """Give the dictionary of each page among ``some``, in their order, with what it has from those above it."""
        top = self.get(self.get(self.root)[b"/Pages"])
        kids: list[Held] = self.get(top[b"/Kids"])
        if len(kids) == int(top[b"/Count"]):
            # All are pages: others need not be looked at.
            yield from self._pages_under({**top, b"/Kids": kids[some]}, {})
        else:
            yield from list(self._pages_under(top, {}))[some]

    def _pages_under(self, node: Mapping[bytes, Held], above: Mapping[bytes, Held]) -> Iterator[Mapping[bytes, Held]]:
        inherited = above | {key: node[key] for key in _INHERITED if key in node}  # type: ignore[operator]
        if node[b"/Type"] == b"/Page":
            yield inherited | node
        else:
            for kid in self.get(node[b"/Kids"]):
                yield from self._pages_under(self.get(kid), inherited)


@dataclass(frozen=True, slots=True)
class _ManyObjects:
    """A stream of objects: for each in turn its number and where it begins, and all of them."""

    told: list[bytes]
    all: bytes

    def written(self, number: int, index: int) -> bytes:
        if int(self.told[2 * index]) != number:
            raise UnlikeOursError
        end = int(self.told[2 * index + 3]) if 2 * index + 2 < len(self.told) else None
        return self.all[int(self.told[2 * index + 1]) : end]


@dataclass(frozen=True, slots=True)
class _PlainTable:
    lines: bytes

    def place(self, number: int) -> tuple[int, int | None]:
        line = self.lines[_LINE_OF_TABLE * number :][:_LINE_OF_TABLE]
        if line[10:] != b" 00000 n \n":
            raise UnlikeOursError
        return int(line[:10]), None


@dataclass(frozen=True, slots=True)
class _StreamedTable:
    """Has for each object whether it stands by itself, then its place, then its generation; or as ``Table`` says."""

    kinds: bytes
    seconds: tuple[bytes, ...]
    thirds: tuple[bytes, ...]

    def place(self, number: int) -> tuple[int, int | None]:
        second, third = (int.from_bytes([column[number] for column in each]) for each in (self.seconds, self.thirds))
        match self.kinds[number], third:
            case (1, 0):
                return second, None
            case (2, _):
                return second, third
        raise UnlikeOursError


def read_objects(written: bytes) -> WrittenPdf:
    """Look where the objects of a file are.

    This and the reading of an object raise one of ``UNREADABLE`` where the file is unlike ours.
    """
    end = _END.search(written, max(len(written) - _TAIL, 0))
    if end is None or not written.startswith(b"%PDF-"):
        raise UnlikeOursError
    at = int(end[1])
    table: Table
    if written.startswith(b"xref\n", at):
        table, trailer = _plain_table(written, at, end.start())
    else:
        opens = _OPENS.match(written, at)
        stream = _held_from(written, opens.end())  # type: ignore[union-attr] # where nothing opens, it is unlike ours
        table, trailer = _streamed_table(stream), stream.about
    if any(key in trailer for key in (b"/Prev", b"/XRefStm", b"/Encrypt")):
        raise UnlikeOursError
    return WrittenPdf(written, table, trailer[b"/Root"])


def _plain_table(written: bytes, at: int, end: int) -> tuple[_PlainTable, Mapping[bytes, Held]]:
    first = _TABLE.match(written, at)
    if first is None:
        raise UnlikeOursError
    after = first.end() + int(first[1]) * _LINE_OF_TABLE
    if not written.startswith(b"trailer ", after):
        raise UnlikeOursError
    return _PlainTable(written[first.end() : after]), _parse(written[after + len(b"trailer ") : end])


def _streamed_table(stream: Streamed) -> _StreamedTable:
    """Read a table of objects: to the bytes of each row those of the row above are added."""
    about, size = stream.about, int(stream.about[b"/Size"])
    kinds, second, third = (int(width) for width in about[b"/W"][1:-1].split())
    width = kinds + second + third
    if about[b"/Filter"] != b"/FlateDecode" or b"/Index" in about or kinds != 1 or about[b"/DecodeParms"] != {
        b"/Columns": b"%d" % width, b"/Predictor": b"12"
    }:
        raise UnlikeOursError
    rows = zlib.decompress(stream.raw)
    if len(rows) != size * (width + 1) or rows[:: width + 1].strip(b"\2"):
        raise UnlikeOursError
    columns = tuple(bytes([byte & 0xFF for byte in accumulate(rows[column :: width + 1])])
                    for column in range(1, width + 1))
    return _StreamedTable(columns[0], columns[1 : 1 + second], columns[1 + second :])


def _object_at(written: bytes, number: int, at: int) -> Held:
    opens = _OPENS.match(written, at)
    if opens is None or int(opens[1]) != number:
        raise UnlikeOursError
    return _held_from(written, opens.end())


def _held_from(written: bytes, at: int) -> Held:
    """Read what stands between the number of an object and its end."""
    if plain := _PLAIN_STREAM.match(written, at):
        about: Mapping[bytes, Held] = {b"/Filter": b"/FlateDecode", b"/Length": plain[1]}
        start = plain.end()
    else:
        closes = _CLOSES.search(written, at)
        if closes is None:
            raise UnlikeOursError
        held, start = _parse(written[at : closes.start()]), closes.end()
        if closes[0] == b"\nendobj\n":
            return held
        about = held
    stop = start + int(about[b"/Length"])
    if not written.startswith(b"\nendstream\nendobj\n", stop):
        raise UnlikeOursError
    return Streamed(about, written[start:stop])


def _unpack(stream: Streamed) -> _ManyObjects:
    """Take a stream of objects apart."""
    content = stream.decoded()
    if stream.about[b"/Type"] != b"/ObjStm" or b"/Extends" in stream.about or content is None:
        raise UnlikeOursError
    first, told = int(stream.about[b"/First"]), content[: int(stream.about[b"/First"])].split()
    if len(told) != 2 * int(stream.about[b"/N"]):
        raise UnlikeOursError
    return _ManyObjects(told, content[first:])


def _parse(written: bytes) -> Held:
    """Read one object, with nothing behind it."""
    open_ones: list[list[Held]] = [[]]
    closing: list[bytes] = []
    for sign, number, word, bracket, _ in _TOKEN.findall(written):
        if word:
            open_ones[-1].append(word)
        elif number:
            open_ones[-1].append(Ref(number))
        elif sign == b"<<" or bracket == b"[":
            open_ones.append([])
            closing.append(b">>" if sign else b"]")
        elif closing.pop() != (sign or bracket):
            raise UnlikeOursError
        else:
            inside = open_ones.pop()
            open_ones[-1].append(_by_names(inside) if sign else inside)
    ((held,),) = open_ones
    return held


def _by_names(inside: list[Held]) -> dict[bytes, Held]:
    names = inside[::2]
    held = dict(zip(names, inside[1::2], strict=True))
    # A name begins with the sign that comes before the noughts.
    if len(held) != len(names) or (names and not b"/" <= min(names) <= max(names) < b"0"):
        raise UnlikeOursError
    return held
