"""T105: quotation marks of another language than the book's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.lint.own_words import Wording
from kirovbook.lint.registry import Finding, rule

_FOREIGN = {"en": re.compile("[„«»‚]"), "de": re.compile("”"), "fr": re.compile("„"), "ru": re.compile("[”‘]")}


@rule("T105", hint="type straight marks: they are set as the book's language has them")
def quotation_mark_of_another_language(wording: Wording) -> Iterator[Finding]:
    """A quotation mark is one that the language of the book does not have.

    Words in another language keep theirs when they are marked: [« mot »]{lang=fr}. It is said once in a paragraph.
    Allow it where a text is printed as it was found: <!-- allow: quotation-mark-of-another-language -->

    Wrong:  He called it „the house“.          in a book in English
    Right:  He called it "the house".
    """
    foreign = _FOREIGN.get(wording.lang[:2])
    for stretch in wording if foreign else ():
        if foreign and (found := foreign.search(stretch.words)):
            message = f"{found[0]!r} is no quotation mark of the book's language"
            yield Finding(stretch.place(found.start()), message, 1)
