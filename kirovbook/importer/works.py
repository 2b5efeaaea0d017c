"""Gather the works that the headings of sources name into a bibliography, each once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import chain, count
from string import ascii_lowercase

from kirovbook.diagnostics import Place
from kirovbook.importer.describe import Description
from kirovbook.importer.page import Log
from kirovbook.quick_dataclass import dataclass

_ESCAPED = {"\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{",
            "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry of the bibliography: its key, what headings say, and where the first of them stands."""

    key: str
    description: Description
    place: Place


@dataclass(frozen=True, slots=True)
class Named:
    """A source's heading that names a work, and where it stands."""

    description: Description | None
    place: Place


def gather(named: Sequence[Named], log: Log, taken: set[str]) -> tuple[tuple[str, ...], tuple[Draft, ...]]:
    """Give the key of each heading's work ('' where it names none), and the entries."""
    keys: list[str] = []
    drafts: dict[str, Draft] = {}
    held: dict[tuple[str, ...], str] = {}
    for one in named:
        if one.description is None:
            keys.append("")
            continue
        identity = _identity(one.description)
        key = held.get(identity, "") if log.does("works") else ""
        if key:
            first = drafts[key].place
            log.repaired("works", one.place, f"described {key!r} once: the source in line {first.line} is of it, too")
        else:
            key = _new_key(one.description, taken)
            held[identity] = key
            drafts[key] = Draft(key, one.description, one.place)
        keys.append(key)
    return tuple(keys), tuple(drafts.values())


def _identity(one: Description) -> tuple[str, ...]:
    names = ("author", "editor", "title", "journaltitle", "booktitle", "date", "eventdate")
    return tuple(" ".join(re.findall(r"\w+", one.get(name).casefold())) for name in names)


def slug(words: str) -> str:
    """Give words as part of a key or a file's name: small letters without accents, hyphens between."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^\w]+", "-", re.sub(r"['’]", "", plain)).strip("-_")


def family(one: Description) -> str:
    """Give the family name of a description's first author or editor."""
    names = one.get("author") or one.get("editor") or one.get("translator")
    return names.partition(" and ")[0].partition(",")[0].strip("{} ")


def _new_key(one: Description, taken: set[str]) -> str:
    year = re.search(r"\d{4}", one.get("date") or one.get("eventdate"))
    title = re.sub(r"^(?:the|an?)\s+", "", one.get("journaltitle") or one.get("title"), flags=re.IGNORECASE)
    name = slug(family(one).split()[-1]) if family(one) else "".join(slug(title).split("-")[:2])
    base = f"{name or 'work'}{year[0] if year else ''}"
    base = base if re.match(r"[^\W\d_]", base) else f"work{base}"
    letters = chain(("", *ascii_lowercase), (f"-{number}" for number in count(27)))
    key = next(key for letter in letters if (key := f"{base}{letter}") not in taken)
    taken.add(key)
    return key


def render_bibliography(drafts: Sequence[Draft], imported: str) -> str:
    """Write the entries in BibLaTeX, with what each still lacks in a comment above it."""
    parts = ["% Drafted from the headings of the page: each entry says what its heading said, and nothing else.\n"]
    for draft in drafts:
        lacking = ", ".join(draft.description.gaps)
        parts.append(f"% lacking: {lacking}" if lacking else "")
        width = max((len(name) for name, _ in draft.description.fields), default=0)
        fields = ",\n".join(
            f"  {name:<{width}} = {{{_value(name, value)}}}" for name, value in draft.description.fields
        )
        parts.append(f"@{draft.description.type}{{{draft.key},\n{fields}\n}}\n")
    if imported:
        parts.append(f"% The works that the document brought with it.\n\n{imported}")
    return "\n".join(part for part in parts if part).rstrip() + "\n"


def _value(name: str, value: str) -> str:
    if name in {"author", "editor", "translator"}:
        return re.sub(r"[\\&%$#_~^]", lambda sign: _ESCAPED[sign[0]], value)
    return "".join(_ESCAPED.get(sign, sign) for sign in value)
