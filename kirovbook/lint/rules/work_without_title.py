"""B302: a cited work without a title."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.lint.registry import Finding, rule
from kirovbook.lint.works import Works

_TITLES = ("title", "maintitle", "eventtitle", "shorttitle")
_OTHER_NAMES = {
    "letter": ("author", "recipient"), "archive": ("type", "author", "note", "fond", "shelfmark"),
    "interview": ("author", "interviewer"), "review": ("reviewedtitle",), "suppperiodical": ("reviewedtitle",),
    "periodical": ("journaltitle", "journal"), "misc": ("type", "note", "howpublished"),
    "unpublished": ("type", "eventtitle"), "manuscript": ("type",), "suppbook": ("type", "booktitle"),
    "set": ("entryset",),
}  # fmt: skip


@rule("B302", hint="add a title; one that you supply stands in square brackets")
def work_without_title(works: Works) -> Iterator[Finding]:
    """A cited work has no title, nor what goes for one.

    A letter or an interview may be known by its persons, a paper in an archive by what it is (type) or by where
    it lies. Allow it in an entry where it is meant: % allow: work-without-title

    Wrong:  @article{lenoe2002, author = {Lenoe, Matt}, journaltitle = {Journal of Modern History}, date = {2002}}
    Right:  the same with its  title = {Did Stalin Kill Kirov and Does It Matter?}
    """
    for work in works:
        names = (*_TITLES, *_OTHER_NAMES.get(work.type, ()))
        if not any(work.get(name) for name in names):
            yield Finding(work.place, f"'{work.key}' has no title")
