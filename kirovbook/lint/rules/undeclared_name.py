"""X202: a person, as it seems, whom people.toml does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE, Place
from kirovbook.lint.naming import Naming
from kirovbook.lint.prose import Stretch
from kirovbook.lint.registry import Finding, rule
from kirovbook.quick_dataclass import dataclass

_OFTEN = 3
_SHORTEST = 3
_CHANCE = 5  # one use in five
_REACH = 400  # letters in which a sentence's end is looked for before a name
_NAME = r"[^\W\d_a-z][a-z\u00df-\u00f6\u00f8-\u00ff\u0100-\u017f'’]+(?:-[A-Z][a-z]+)?|[^\W\d_a-z]\."
_RUN = re.compile(rf"(?<![\w@#/.-])(?:{_NAME})(?:[ \n\u00a0]+(?:{_NAME}))*(?![\w@])")
_WORD = re.compile(r"[^\W\d_][\w'’-]*\.?")
_LOWER = re.compile(r"(?<![\w-])[a-z]{2,}(?![\w-])")
_POSSESSIVE = re.compile(r"['’]s?\Z")
_SENTENCE_END = re.compile(r"(?:\A|[.?!:;…—–]['’”»)\]]*|\n[ \t]*(?:[-*+:#|>]|\d+[.)]))[\s#>*:|-]*\Z")
_BEFORE = re.compile(r"(?P<word>[\w’']+)[ \n\u00a0]\Z")
_AFTER = re.compile(r"[ \n\u00a0](?P<word>[a-z]+)")
# In front of a place, an institution or a thing.
_OF_PLACES = frozenset({
    "in", "at", "near", "into", "across", "outside", "around", "towards", "toward", "inside", "throughout", "within",
    "the", "a", "an", "this", "that", "every", "each", "all", "no", "many", "some", "most", "other", "several",
})  # fmt: skip
_TITLES = frozenset({
    "comrade", "general", "colonel", "captain", "marshal", "professor", "president", "prince", "princess", "count",
    "tsar", "king", "queen", "emperor", "doctor", "commissar", "bishop", "father", "sir", "lady", "lord", "brother",
    "sister", "wife", "husband", "son", "daughter", "widow", "friend", "historian", "writer", "poet",
})  # fmt: skip
_DEEDS = frozenset({
    "said", "wrote", "told", "asked", "answered", "replied", "says", "writes", "tells", "thought", "knew", "saw",
    "went", "came", "died", "lived", "remembered", "believed", "argued", "recalled", "himself", "herself", "who",
    "whose", "was", "had", "spoke", "returned", "left", "met", "took", "gave", "arrived", "joined", "fired",
})  # fmt: skip
_NO_PERSONS = frozenset({
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "christmas", "easter",
    "russian", "soviet", "german", "english", "british", "american", "french", "polish", "jewish", "georgian",
    "ukrainian", "finnish", "latvian", "italian", "spanish", "chinese", "japanese", "caucasian", "european", "western",
    "eastern", "northern", "southern", "north", "south", "east", "west", "central", "new", "old", "great", "red",
    "white", "moscow", "leningrad", "petrograd", "petersburg", "st", "st.", "london", "paris", "berlin", "rome",
    "vienna", "washington", "york", "russia", "germany", "england", "britain", "america", "france", "poland",
    "europe", "asia", "africa", "union", "party", "committee", "congress", "council", "government", "ministry",
    "bureau", "politburo", "commissariat", "academy", "institute", "university", "school", "museum", "library",
    "archive", "archives", "press", "army", "navy", "front", "war", "revolution", "republic", "empire", "church",
    "street", "square", "avenue", "prospect", "palace", "house", "hotel", "station", "railway", "bank", "river", "sea",
    "lake", "island", "mountains", "province", "county", "region", "city", "state", "states", "court", "international",
    "god", "bible", "source", "sources", "chapter", "note", "letter", "secretary", "commission", "conference", "police",
    "bolshevik", "bolsheviks", "menshevik", "mensheviks", "communist", "communists", "marxist", "socialist", "social",
    "style", "reich", "times", "review", "journal", "century", "plan", "act", "society", "league", "company",
    "federation",
})  # fmt: skip
_PEOPLES = ("ism", "ist", "ists", "ish", "ians", "ese")


@dataclass(slots=True)
class _Name:
    """What is seen of one surname: its uses, and whether anything speaks for or against a person."""

    length: int
    words: str
    place: Place
    uses: int = 0
    is_whole: bool = False
    speaks_for: bool = False
    like_a_place: int = 0

    @property
    def is_person(self) -> bool:
        """Whether enough speaks for a person, and what speaks for a place may be chance."""
        return self.is_whole and self.speaks_for and self.like_a_place * _CHANCE <= self.uses


@rule("X202", hint="give the person a table in people.toml, for the index of names", severity=ADVICE)
def undeclared_name(naming: Naming) -> Iterator[Finding]:
    """The narrative names somebody three times or more whom people.toml does not know.

    A person is guessed from two capitalised words in a row, or from one that a title goes before or a deed follows;
    places, institutions, months and peoples are passed over as far as their surroundings show them. It is advice at
    the first use only; nothing is said in a book without a people.toml.
    Allow it where the guess is wrong: <!-- allow: undeclared-name -->

    Wrong:  Ivan Gusev drove. Gusev saw him die. Nobody asked Gusev.     (and no table for him)
    Right:  the same, and in people.toml  [gusev]  preferred = "Gusev, Ivan"
    """
    if not naming.authorities:
        return
    ordinary = frozenset(word for stretch in naming.own_words for word in _LOWER.findall(stretch.words))
    known = frozenset(word for form in naming.finder.forms for word in form.replace(".", ". ").split())
    names: dict[str, _Name] = {}
    for stretch in naming.own_words:
        if not stretch.words.lstrip().startswith("#"):
            for run in _RUN.finditer(stretch.words):
                _see(stretch, run, ordinary, known, names)
    for name in names.values():
        if name.uses >= _OFTEN and name.is_person:
            times = f"{name.uses} times"
            yield Finding(name.place, f"{name.words!r} is named {times} and is not in people.toml", name.length)


def _see(
    stretch: Stretch, run: re.Match[str], ordinary: frozenset[str], known: frozenset[str], names: dict[str, _Name]
) -> None:
    """Take note of one run of capitalised words, under its last."""
    surname = _bare(run[0].split()[-1])
    if surname in known or surname.lower() in ordinary or len(surname) < _SHORTEST or surname.endswith(_PEOPLES):
        return
    words = list(_WORD.finditer(stretch.words, *run.span()))
    opens = _opens_sentence(stretch.words, run.start())
    first = _bare(words[0][0]).lower() if opens and words else ""
    if first in ordinary or first in _OF_PLACES or first in _TITLES:
        words, opens = words[1:], False
    before = _BEFORE.search(stretch.words, max(0, run.start() - 40), run.start())
    leading = before["word"].lower() if before and words and words[0].start() == run.start() else ""
    while words and words[0][0].lower() in _TITLES:
        leading, words = words[0][0].lower(), words[1:]
    bare = [_bare(word[0]) for word in words]
    if not bare or any(word.lower() in _NO_PERSONS for word in bare):
        return
    after = _AFTER.match(stretch.words, run.end())
    start, end = words[0].start(), words[-1].start() + len(surname)
    shown = " ".join(stretch.words[start:end].split())
    name = names.setdefault(surname, _Name(stretch.length(start, end), shown, stretch.place(start)))
    name.uses += 1
    is_deed = bool(after) and after is not None and after["word"] in _DEEDS
    name.speaks_for |= len(bare) > 1 or leading in _TITLES or is_deed
    name.is_whole |= len(bare) > 1 or not opens
    name.like_a_place += leading in _OF_PLACES and words[-1][0] == surname


def _opens_sentence(text: str, at: int) -> bool:
    since = max(0, at - _REACH)
    before = text[since:at].rstrip()
    # Most names stand within a sentence: it is dear to look for its end behind each.
    if before and (before[-1].isalnum() or before[-1] == ","):
        return False
    return _SENTENCE_END.search(text, since, at) is not None


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word)
