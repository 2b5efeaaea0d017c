"""T113: -ise and -ize in one book."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kirovbook.diagnostics import Correction, Related
from kirovbook.lint.own_words import OwnWords
from kirovbook.lint.prose import Stretch
from kirovbook.lint.registry import Finding, rule
from kirovbook.model.house_rules import Spelling

_ENDING = re.compile(
    r"(?<![\w'’-])[a-z]{2,16}(?P<ending>is|iz)(?:e|es|ed|er|ers|ing|ation|ations|able)(?![\w'’-])"
)
_REST = r"(?:e|es|ed|er|ers|ing|able|ation|ations)\Z"
# Words that are not made of a stem and -ize (Oxford English Dictionary), so that they have but one spelling.
_ONLY_ISE = re.compile(
    r"(?:un|re|im|in|dis|mis|sun|moon|over|pre|up|high|low|counter)?"
    r"(?:advert|adv|appra|appr|pract|malpract|ar|r|chast|circumc|comprom|compr|conc|dem|desp|dev|disgu|\w{0,8}franch"
    r"|enterpr|exc|exerc|expert|gu|improv|inc|merchand|pra|prem|prec|prom|ra|repr|rev|superv|surm|surpr|telev|treat"
    r"|\w{0,12}w|no|po|tort|porpo|turquo|chem|bru|cru|cr|upra|mayonna|mala|an|cer|parad|val|marqu|lia|ka|fra|bra|deb"
    r"|unra|prev|env|fr|ir|trell|empr)"
    rf"is{_REST}"
)
_ONLY_IZE = re.compile(
    rf"(?:s|overs|unders|outs|downs|res|caps|mids|lifes|pr|se|ass|ma|bl|br|fr|ba|ga|ha|ra|la|da)iz{_REST}"
)
_FEWEST = 2


@rule("T113", hint="spell such words one way throughout; [lint] spelling = 'ise' or 'ize' in book.toml says which")
def ise_beside_ize(own_words: OwnWords) -> Iterator[Finding]:
    """The author spells words with -ise and with -ize; the rarer spelling is reported.

    Quotations, titles and names keep theirs, and words that have only one spelling (advise, size) do not count.
    Allow it where it is meant: <!-- allow: ise-beside-ize -->

    Wrong:  They organised a strike; the police recognized them.
    Right:  They organised a strike; the police recognised them.
    """
    if not own_words.lang.startswith("en"):
        return
    found = [(stretch, word) for stretch in own_words for word in _ENDING.finditer(stretch.words) if _has_two(word[0])]
    counts = Counter(word["ending"] for _, word in found)
    wanted = {Spelling.ISE: "is", Spelling.IZE: "iz"}.get(own_words.house.spelling, "")
    is_said = bool(wanted)
    if not is_said:
        if len(counts) < _FEWEST:
            return
        wanted = max(("is", "iz"), key=lambda ending: counts[ending])
    yield from _findings(found, wanted, is_said=is_said)


def _findings(found: list[tuple[Stretch, re.Match[str]]], wanted: str, *, is_said: bool) -> Iterator[Finding]:
    other = next((pair for pair in found if pair[1]["ending"] == wanted), None)
    related = (Related(other[0].place(other[1].start()), f"here it is {other[1][0]!r}"),) if other else ()
    for stretch, word in found:
        if word["ending"] != wanted:
            place = stretch.place(word.start())
            letter = Correction(stretch.place(word.end("ending") - 1), 1, wanted[1])
            made = (letter,) if is_said else ()
            yield Finding(place, f"{word[0]!r} is spelled with -{word['ending']}e", len(word[0]), related, made)


def _has_two(word: str) -> bool:
    """Answer whether a word can be spelled both ways."""
    return not _ONLY_ISE.match(word) and not _ONLY_IZE.match(word)
