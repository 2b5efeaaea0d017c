"""X207: an abbreviation that the book never spells out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE
from kirovbook.lint.own_words import OwnWords
from kirovbook.lint.prose import Stretch
from kirovbook.lint.registry import Finding, rule

_OFTEN = 3
_ABBREVIATION = re.compile(r"(?<![\w.@#/&'’-])[A-Z]{3,6}(?![\w/&-])")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
# What no reader of a history book asks about.
_KNOWN = frozenset({
    "USSR", "USA", "BBC", "NATO", "UNO", "UNESCO", "FBI", "CIA", "KGB", "SOS", "TNT", "DNA", "RNA", "AIDS", "HIV",
    "RAF", "MPS", "GDP", "NBC", "CBS", "ABC", "CNN", "IBM", "SMS", "PDF", "ISBN", "HTML", "USB", "GPS", "IOU", "VIP",
    "RSVP", "UFO", "BCE", "MBE", "OBE", "CBE", "PHD", "IRA", "SPQR",
    "CEO", "URL", "HTTP", "XML", "TCP", "LED", "CPU",
})  # fmt: skip
_REACH = 90
_BEFORE = re.compile(r"\([^()\n]{0,80}\Z|\b(?:or|called|as)[ \n](?:the[ \n])?\Z")
_AFTER = re.compile(r"[ \n]?[(:=–—,]")
_TERM_BEFORE = re.compile(r"(?:\A|\n)[ \t]*[|*:#-]*[ \t]*\Z")
_TERM_AFTER = re.compile(r"[ \t]*(?:\||\n|\Z)")
_CAPITALS = re.compile(
    r"\b[A-Z]\w{1,19}(?:[ \n-](?:(?:of|the|and|for|de|des|du|und|der)[ \n]){0,2}[A-Z]\w{0,19}\b)+"
)
_INITIAL = re.compile(r"\b[A-Z]")
_SMALL = re.compile(r"\b[a-z]{3,6}\b")
_SHOUTED = re.compile(r"[A-Z]{2,}[ \n,.!?]+[A-Z]{2,}\b")


@rule("X207", hint="spell it out where it is first used: 'the People's Commissariat (NKVD)'", severity=ADVICE)
def unexplained_abbreviation(own_words: OwnWords) -> Iterator[Finding]:
    """An abbreviation of three capitals or more is used three times and never spelled out.

    It is spelled out where it stands in brackets or before them, or is a term of a list or a table, where a comma, a
    colon or a dash follows it, or where words in the book have its letters as initials. The best known are passed over.
    It is advice, at the first use. Allow it where every reader knows it: <!-- allow: unexplained-abbreviation -->

    Wrong:  The OGPU came. The OGPU left. Nobody asked the OGPU.
    Right:  The political police (OGPU) came. The OGPU left. Nobody asked the OGPU.
    """
    uses: Counter[str] = Counter()
    first: dict[str, tuple[Stretch, int]] = {}
    for stretch in own_words:
        if not _SHOUTED.search(stretch.words):
            for found in _ABBREVIATION.finditer(stretch.words):
                uses[found[0]] += 1
                first.setdefault(found[0], (stretch, found.start()))
    asked = [one for one, count in uses.items() if count >= _OFTEN and one not in _KNOWN and not _ROMAN.fullmatch(one)]
    if not asked:
        return
    text = "\n\n".join(stretch.words for stretch in own_words)
    explained = {one for one in asked if _explains(one, text)} | _spelled_out(asked, text) | _spoken(asked, text)
    for one in asked:
        if one not in explained:
            stretch, start = first[one]
            message = f"{one!r} is used {uses[one]} times and spelled out nowhere"
            yield Finding(stretch.place(start), message, len(one))


def _explains(one: str, text: str) -> bool:
    """Answer whether what stands around an abbreviation, wherever it is used, tells a reader its meaning."""
    for found in re.finditer(one, text):
        before = text[max(0, found.start() - _REACH) : found.start()]
        if _BEFORE.search(before) or _AFTER.match(text, found.end()):
            return True
        if _TERM_BEFORE.search(before) and _TERM_AFTER.match(text, found.end()):
            return True
    return False


def _spelled_out(asked: list[str], text: str) -> set[str]:
    """Give the abbreviations whose letters begin words with capitals that stand together."""
    runs = {"".join(_INITIAL.findall(run[0])) for run in _CAPITALS.finditer(text)}
    return {one for one in asked if any(one in run for run in runs)}


def _spoken(asked: list[str], text: str) -> set[str]:
    """Give those that the book also has as a word in small letters: a shout, and no abbreviation."""
    small = set(_SMALL.findall(text))
    return {one for one in asked if one.lower() in small}
