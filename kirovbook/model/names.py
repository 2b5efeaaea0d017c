"""The index of names: each person and subject once, with every place where the book speaks of it."""

from __future__ import annotations

from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class IndexKey:
    """An entry of the index: a person's id in people.toml, or the headings of a subject from the highest down."""

    person: str = ""
    subject: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MentionedIn:
    """Where the book names a person or a subject: the unit, and the number of the note there, or 0 in the text.

    ``passage`` counts the mentions of the unit, those of its notes included.
    """

    unit: str
    number: int
    passage: int

    @property
    def anchor(self) -> str:
        """The name by which every edition with an index knows the place: ``name-ch-smolny-3``."""
        return f"name-{self.unit}-{self.passage}"


@dataclass(frozen=True, slots=True)
class NamesEntry:
    """A line of the index: its heading, the dates behind it, its places, and the headings that it sends to.

    ``see`` stands in the place of places, ``see_also`` beside them; ``variants`` are the forms met in the book.
    """

    key: IndexKey
    heading: str
    dates: str = ""
    cited: tuple[MentionedIn, ...] = ()
    see: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    under: tuple[NamesEntry, ...] = ()

    @property
    def label(self) -> str:
        """The heading as it is printed: "Kirov, Sergei Mironovich (1886–1934)"."""
        return f"{self.heading} ({self.dates})" if self.dates else self.heading


@dataclass(frozen=True, slots=True)
class NamesIndex:
    """The entries in the order of the alphabet. ``has_subjects``: it is more than an index of names."""

    entries: tuple[NamesEntry, ...] = ()
    has_subjects: bool = False

    def every_entry(self) -> tuple[tuple[int, NamesEntry], ...]:
        """Give each entry behind the one it stands under, with how deep it stands, from 0."""
        return tuple(_every(self.entries, 0))


NO_NAMES = NamesIndex()


def _every(entries: tuple[NamesEntry, ...], depth: int) -> list[tuple[int, NamesEntry]]:
    return [line for entry in entries for line in ((depth, entry), *_every(entry.under, depth + 1))]
