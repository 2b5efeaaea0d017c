"""R103: more words of one work than are commonly quoted without leave."""

from __future__ import annotations

from collections.abc import Iterator

from kirovbook.diagnostics import Place, Related
from kirovbook.lint.permissions import Permissions
from kirovbook.lint.registry import Finding, rule
from kirovbook.model.rights import RightsRules
from kirovbook.quick_dataclass import dataclass


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
    quoted: dict[str, list[_Quoted]] = {}
    for passage in permissions:
        if passage.is_quoted:
            one = _Quoted(f"the extract of {passage.called}", passage.words, passage.status_place)
            quoted.setdefault(passage.key or passage.called, []).append(one)
    for key, told in permissions.words_quoted.items():
        quoted.setdefault(key, []).extend(_Quoted("a quotation", one.words, one.place) for one in told)
    for pieces in quoted.values():
        yield from _over(pieces, permissions.rules)


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A piece of a work: what it is, how many words it has, and where it is answered for."""

    what: str
    words: int
    place: Place


def _over(pieces: list[_Quoted], rules: RightsRules) -> Iterator[Finding]:
    limit, beside = (rules.each, "beside others of its work") if len(pieces) > 1 else (rules.one, "of one work")
    for piece in pieces:
        if piece.words > limit:
            yield Finding(piece.place, f"{piece.what} has {piece.words} words; {limit} {beside} are quoted freely")
    total = sum(piece.words for piece in pieces)
    if len(pieces) > 1 and total > rules.total:
        first, *more = pieces
        message = f"{total} words of one work are quoted, with {first.what}; {rules.total} are quoted freely"
        related = tuple(Related(one.place, f"{one.what}, {one.words} words") for one in more)
        yield Finding(first.place, message, 0, related)
