"""Prove that a settled book holds what its manuscript says, and that its indexes do not lie, before it is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from kirovbook.arrange.passages import Variant
from kirovbook.cache import digest_of
from kirovbook.check.index_integrity import prove_index
from kirovbook.check.names_integrity import prove_names
from kirovbook.check.settled_integrity import prove_settled
from kirovbook.diagnostics import Diagnostic
from kirovbook.memory import Memory
from kirovbook.model.book import Book, Manuscript


def prove_variants(variants: Mapping[str, Variant], memory: Memory) -> Iterator[Diagnostic]:
    """Prove each book that some edition prints, once; what was proved of a chapter need not be proved again."""
    for variant in {id(one): one for one in variants.values()}.values():
        for mark, manuscript, book in _alone(variant, memory):
            yield from memory.made(tuple, partial(prove_settled, manuscript, book), "proved", mark)
        yield from prove_index(variant.book)
        yield from prove_names(variant.book)


def _alone(variant: Variant, memory: Memory) -> Iterator[tuple[str, Manuscript, Book]]:
    """Give each chapter and source as if it were the whole book, as written and as settled; and a mark of the two."""
    whole, settled = variant.manuscript, variant.book
    written = (*whole.front_matter, *whole.chapters, *whole.back_matter)
    chapters = (*settled.front_matter, *settled.chapters, *settled.back_matter)
    manuscript = replace(whole, front_matter=(), chapters=(), sources=(), back_matter=())
    book = replace(settled, front_matter=(), chapters=(), sources=(), back_matter=())
    for one, chapter in zip(written, chapters, strict=True):
        mark = digest_of(memory.mark_of(one), memory.mark_of(chapter))
        yield mark, replace(manuscript, chapters=(one,)), replace(book, chapters=(chapter,))
    for other, source in zip(whole.sources, settled.sources, strict=True):
        mark = digest_of(memory.mark_of(other), memory.mark_of(source))
        yield mark, replace(manuscript, sources=(other,)), replace(book, sources=(source,))
