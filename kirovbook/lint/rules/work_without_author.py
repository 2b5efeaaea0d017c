"""B303: a cited work without an author or an editor."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.diagnostics import ADVICE
from kirovbook.lint.registry import Finding, rule
from kirovbook.lint.works import Works

_WRITTEN = frozenset({
    "article", "book", "bookinbook", "conference", "dissertation", "inbook", "incollection", "inproceedings",
    "mastersthesis", "mvbook", "phdthesis", "report", "suppbook", "suppcollection", "techreport", "thesis",
})  # fmt: skip
_BY = (
    "author", "editor", "editora", "translator", "bookauthor", "director", "organization", "institution", "holder",
    "crossref",
)  # fmt: skip
_UNSIGNED = frozenset({"newspaper", "magazine"})


@rule("B303", hint="name an author, an editor or the body that published it", severity=ADVICE)
def work_without_author(works: Works) -> Iterator[Finding]:
    """A cited book, article or thesis names nobody who wrote it or saw to it.

    Papers in archives, works of reference, and articles of a newspaper or a magazine (entrysubtype) are often
    unsigned and are not asked. Allow it in an entry that is anonymous: % allow: work-without-author

    Wrong:  @book{knight1999, title = {Who Killed Kirov?}, date = {1999}}
    Right:  @book{knight1999, author = {Knight, Amy}, title = {Who Killed Kirov?}, date = {1999}}
    """
    for work in works:
        is_unsigned = work.get("entrysubtype").lower() in _UNSIGNED
        if work.type in _WRITTEN and not is_unsigned and not any(work.get(name) for name in _BY):
            yield Finding(work.place, f"'{work.key}' has neither author nor editor")
