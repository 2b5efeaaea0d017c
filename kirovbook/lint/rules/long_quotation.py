"""R103: more words of one work than are commonly quoted without leave."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.diagnostics import Related
from kirovbook.lint.permissions import Passage, Permissions
from kirovbook.lint.registry import Finding, rule


@rule("R103", hint="ask for permission, shorten it, or retell it in a precis")
def long_quotation(permissions: Permissions) -> Iterator[Finding]:
    """More of one work is quoted without permission than publishers commonly take for fair dealing.

    That is 400 words in one extract, or several extracts of 300 each and 800 in all, always with comment. The law
    has no figures; these are a custom of British publishers, and book.toml may have others:
    [rights] limits = { one = 400, each = 300, total = 800 }. All descriptions of one work count as one. What is in
    the public domain, licensed, permitted, or in your own words is not counted.

    Wrong:  rights: {status: quotation}     above an extract of 700 words
    Right:  rights: {status: permission, holder: Random House}
    """
    by_work: dict[str, list[Passage]] = {}
    for passage in permissions:
        if passage.is_quoted:
            by_work.setdefault(passage.key or passage.called, []).append(passage)
    for key, passages in by_work.items():
        yield from _over(passages, permissions.words_quoted.get(key, ()), permissions)


def _over(passages: list[Passage], quoted: tuple[int, ...], permissions: Permissions) -> Iterator[Finding]:
    rules, others = permissions.rules, len(passages) + len(quoted) > 1
    limit = rules.each if others else rules.one
    beside = "beside others of its work" if others else "of one work"
    for passage in passages:
        if passage.words > limit:
            message = f"the extract of {passage.called} has {passage.words} words; {limit} {beside} are quoted freely"
            yield Finding(passage.status_place, message)
    total = sum(passage.words for passage in passages) + sum(quoted)
    if others and total > rules.total:
        first, *more = passages
        message = f"the book quotes {total} words of the work of {first.called}; {rules.total} are quoted freely"
        related = tuple(Related(one.status_place, f"{one.called}, {one.words} words") for one in more)
        yield Finding(first.status_place, message, 0, related)
