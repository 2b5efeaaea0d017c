"""T124: a word whose letters are rare in English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE
from kirovbook.lint.own_words import Wording
from kirovbook.lint.prose import Stretch
from kirovbook.lint.registry import Finding, rule
from kirovbook.lint.slips import Slip, odd_words


@rule("T124", hint="look whether a letter is missing; mark a foreign word: [hozhd]{lang=ru-Latn}", severity=ADVICE)
def odd_word(wording: Wording) -> Iterator[Finding]:
    """A word that stands once in an English book has letters that are rare in English, and is not in italics.

    It may be a slip, or a foreign word that should be italic or marked with its language.
    Allow it where it is right: <!-- allow: odd-word -->

    Wrong:  The hozhd was in his office.
    Right:  The *vozhd* was in his office.
    """
    if not wording.lang.startswith("en"):
        return
    found: list[tuple[str, Stretch, Slip]] = []
    for stretch in wording:
        words = stretch.words
        found += [(words[slip.start : slip.start + slip.length], stretch, slip) for slip in odd_words(words)]
    times = Counter(word for word, _, _ in found)
    for word, stretch, slip in found:
        if times[word] == 1 and not _is_italic(stretch.words, slip):
            yield Finding(stretch.place(slip.start), slip.message, slip.length)


def _is_italic(words: str, slip: Slip) -> bool:
    """Answer whether emphasis opens before a word and closes behind it."""
    before, after = words[: slip.start], words[slip.start + slip.length :]
    return any(before.count(sign) % 2 == 1 and sign in after for sign in ("*", "_"))
