"""B306: a title all in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE
from kirovbook.lint.registry import Finding, rule
from kirovbook.lint.works import Works

_TITLES = frozenset({"title", "subtitle", "booktitle", "booksubtitle", "maintitle", "journaltitle", "journal"})
_COMMAND = re.compile(r"\\[A-Za-z]+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS = 3


@rule("B306", hint="write it as a sentence or a headline; the book's style sets capitals", severity=ADVICE)
def title_in_capitals(works: Works) -> Iterator[Finding]:
    """A title of three words or more is all in capitals, as catalogues and databases give it.

    How a title page was set is no part of a title. One that is made of abbreviations may stay:
    % allow: title-in-capitals

    Wrong:  title = {WHO KILLED KIROV?}
    Right:  title = {Who Killed {Kirov}?}
    """
    for work in works:
        for field in work.fields:
            if field.name in _TITLES:
                words = _COMMAND.sub("", field.value)
                if words.isupper() and len(_WORD.findall(words)) >= _FEWEST_WORDS:
                    yield Finding(field.place, f"the {field.name} is all in capitals", len(field.name))
