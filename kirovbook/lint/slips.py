"""Recognise slips of typing, and of reading by machine, in any text: the linter and the importer both look for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Slip:
    """What looks wrong: from which letter of a text on, how long it is, what is so, and what to do."""

    start: int
    length: int
    message: str
    hint: str


_ORDINAL = re.compile(r"\b(?:lst|[lI](?:9\d\d|[0-9]th))\b")
_LETTER_O = re.compile(r"\b\d{1,6}[Oo]\d{0,6}\b(?!')")
_PLURAL = re.compile(
    r"\b(?P<article>[Aa]n?) (?P<rest>\d{1,6} (?:years|months|weeks|days|hours|people|men|women|pages))\b(?![ ]?-|[’'])"
)
_A_VOWEL = re.compile(
    r"\b(?P<a>[Aa]) (?P<word>[AEFHILMNORSX](?:[A-Z]\.?){1,4}(?![A-Z]|[ ][A-Z]{2})|[AEFHILMNORSX]\.(?:[A-Z]\.)+)"
    r"(?=[\s,.;])"
)
_AN_CONSONANT = re.compile(r"\b(?P<a>[Aa]n) (?P<word>(?:[BCDGJKPQTVWYZ]\.?){2,}[A-Z]{0,8})(?=[\s,.;])")
# With a vowel within it may be spoken as a word, "a RAID"; these are not.
_HAS_VOWEL = re.compile(r".[A-Z.]*[AEIOUY]")
_SPELLED_OUT = frozenset({"FBI", "MI", "MPA", "SIS", "NIE", "FYI", "LAPD", "HMO", "NGO", "MOD", "RIA", "SAS"})
# What is rare comes first, and then the word around it: to look at each word would take ten times as long.
_ODD_LETTERS = re.compile(r"zh|hz|vz|jk|qz|(?<=[aeiouy])[hgk]d|(?<=[aeiouy].)[hgk]d")
_ODD_BEFORE = re.compile(r"(?:\A|[^\w'’.@/-])(?P<part>[a-z]{0,20})\Z")
_ODD_BEHIND = re.compile(r"[a-z]{0,20}(?![\w'’@/])")
_LONGEST = 21
_ENGLISH_SPELLINGS = frozenset({"khz", "mhz"})
_NO_END = re.compile(r"\b(?:[IVXLC]{1,6}|[A-Z])\Z")
_QUESTION = re.compile(
    r"(?:^|(?<=[.!?] ))((?:(?:To what extent|Why|How far|How long|Where) "
    r"(?:are|is|was|were|did|do|does|can|could|should|would|will|had|has|have)|"
    r"(?:How|What|When|Whom?) (?:did|do|does))\b[^.?!\"“”\n]{3,200})\.(?=\s|$)"
)


def letters_among_figures(text: str) -> Iterator[Slip]:
    """Find "lst" for "1st" and "19O5" for "1905"."""
    for found in _ORDINAL.finditer(text):
        yield Slip(found.start(), len(found[0]), f"{found[0]!r} has a letter among its figures",
                   f"write {'1' + found[0][1:]!r} if a figure is meant")
    for found in _LETTER_O.finditer(text):
        figure = re.sub("[Oo]", "0", found[0])
        yield Slip(found.start(), len(found[0]), f"{found[0]!r} has a letter among its figures",
                   f"write {figure!r} if a figure is meant")


def wrong_articles(text: str) -> Iterator[Slip]:
    """Find "a NKVD" and "an GPU": an abbreviation that is spelled out is spoken by its letters' names."""
    for found in _A_VOWEL.finditer(text):
        word = found["word"].replace(".", "")
        if word[0] in "AEIO" or word in _SPELLED_OUT or not _HAS_VOWEL.match(word):
            yield Slip(found.start(), len(found[0]), f"{found[0]!r} is spoken with a vowel",
                       f"write '{found['a']}n {found['word']}'")
    for found in _AN_CONSONANT.finditer(text):
        yield Slip(found.start(), len(found[0]), f"{found[0]!r} is spoken with a consonant",
                   f"write '{found['a'][0]} {found['word']}'")


def articles_before_plurals(text: str) -> Iterator[Slip]:
    """Find "a 10 years"."""
    for found in _PLURAL.finditer(text):
        yield Slip(found.start(), len(found[0]), f"{found[0]!r} has an article before a plural",
                   f"write {found['rest']!r}")


def odd_words(text: str) -> Iterator[Slip]:
    """Find words whose letters are rare in English: "hozhd"."""
    reached = 0
    for found in _ODD_LETTERS.finditer(text):
        before = _ODD_BEFORE.search(text[max(0, found.start() - _LONGEST) : found.start()])
        behind = _ODD_BEHIND.match(text, found.end())
        if before is None or behind is None or found.start() < reached or (found[0].endswith("d") and behind[0]):
            continue
        reached = behind.end()
        word = before["part"] + found[0] + behind[0]
        if word not in _ENGLISH_SPELLINGS:
            yield Slip(found.start() - len(before["part"]), len(word), f"{word!r} has letters that are rare in English",
                       "look whether a letter is missing")


def unasked_questions(text: str) -> Iterator[Slip]:
    """Find a question that ends with a full stop."""
    for found in _QUESTION.finditer(text):
        if not _NO_END.search(found[1]):
            yield Slip(found.end() - 1, 1, "a question ends with a full stop", "write a question mark if it asks")
