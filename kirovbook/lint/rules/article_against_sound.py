"""T115: "a" before a vowel, "an" before a consonant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.lint.own_words import Wording
from kirovbook.lint.registry import Finding, rule
from kirovbook.lint.slips import wrong_articles

_ARTICLE = re.compile(r"(?<![\w.'’-])[Aa]n?[ \n](?=[a-z])")
# By sound, not by letter: "an hour", "a union", "a one-eyed man", "a European".
_VOWEL_LETTER = re.compile(
    r"(?<![\w.'’-])(?:a|(?:(?<=\A)|(?<=[.!?]\s))A)[ \n](?=[aeiou])"
    r"(?!one|once|uni(?!n|m)|us[aeu]|eu|ew|ut[eio]|ub[iq]|ur[aei]|uk|ud|ou[ai])[a-z]{3,20}"
)
_CONSONANT_LETTER = re.compile(r"(?<![\w.'’\]-])[Aa]n[ \n](?=[bcdfgjklmnpqrstvwxz])[a-z]{3,20}")
_SILENT_H = re.compile(r"(?<![\w.'’-])[Aa][ \n](?:hour|honour|honor|honest|heir(?!l))\w{0,10}")
_PATTERNS = ((_VOWEL_LETTER, "vowel"), (_SILENT_H, "vowel"), (_CONSONANT_LETTER, "consonant"))


@rule("T115", hint="write 'a' before the sound of a consonant, 'an' before that of a vowel")
def article_against_sound(wording: Wording) -> Iterator[Finding]:
    """An English article does not go with the sound behind it.

    Abbreviations that are spelled out are spoken by their letters' names: "an NKVD officer". Words with two ways of
    speaking ("a hotel", "an hotel") are left alone. Allow it where it is another's language:
    <!-- allow: article-against-sound -->

    Wrong:  a NKVD officer, an telegram, a hour
    Right:  an NKVD officer, a telegram, an hour
    """
    for stretch in wording if wording.lang.startswith("en") else ():
        words = stretch.words
        for slip in wrong_articles(words):
            yield Finding(stretch.place(slip.start), slip.message, slip.length, hint=slip.hint)
        for article in _ARTICLE.finditer(words):
            for pattern, sound in _PATTERNS:
                if found := pattern.match(words, article.start()):
                    shown = " ".join(found[0].split())
                    length = stretch.length(found.start(), found.end())
                    yield Finding(stretch.place(found.start()), f"{shown!r} is spoken with a {sound}", length)
