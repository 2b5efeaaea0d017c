"""Prove that a settled book holds what its manuscript says, and that its indexes do not lie, before it is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from kirovbook.arrange.passages import Variant
from kirovbook.check.index_integrity import Uses, prove_index, uses_of
from kirovbook.check.names_integrity import Named, named_in, prove_names
from kirovbook.check.settled_integrity import prove_settled
from kirovbook.diagnostics import Diagnostic
from kirovbook.memory import Memory
from kirovbook.model.book import Book, Chapter, Manuscript, WrittenChapter, WrittenSource
from kirovbook.model.source import PrimarySource
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class _Proof:
    """What was found wrong in one chapter or source, what it cites and whom it names."""

    found: tuple[Diagnostic, ...]
    uses: Uses
    named: Named


def prove_variants(variants: Mapping[str, Variant], memory: Memory) -> Iterator[Diagnostic]:
    """Prove each book that some edition prints, once; a chapter that was looked at need not be looked at again."""
    for variant in {id(one): one for one in variants.values()}.values():
        yield from _prove_variant(variant, memory)


def _prove_variant(variant: Variant, memory: Memory) -> Iterator[Diagnostic]:
    proofs: dict[int, _Proof] = {}
    for written, settled in _pairs(variant):
        make = partial(_prove, variant, written, settled)
        proof = memory.made(_Proof, make, "proof", memory.mark_of(written), memory.mark_of(settled))
        proofs[id(settled)] = proof
        yield from proof.found
    yield from prove_index(variant.book, lambda unit: proofs[id(unit)].uses)
    yield from prove_names(variant.book, lambda unit: proofs[id(unit)].named)


def _pairs(variant: Variant) -> Iterator[tuple[WrittenChapter | WrittenSource, Chapter | PrimarySource]]:
    """Give each chapter and source as written and as settled."""
    manuscript, book = variant.manuscript, variant.book
    yield from zip(manuscript.front_matter, book.front_matter, strict=True)
    yield from zip(manuscript.chapters, book.chapters, strict=True)
    yield from zip(manuscript.sources, book.sources, strict=True)
    yield from zip(manuscript.back_matter, book.back_matter, strict=True)


def _prove(
    variant: Variant, written: WrittenChapter | WrittenSource, settled: Chapter | PrimarySource
) -> _Proof:
    found = prove_settled(_alone(variant.manuscript, written), _alone_settled(variant.book, settled))
    return _Proof(found, uses_of(settled), named_in(settled))


def _alone(manuscript: Manuscript, one: WrittenChapter | WrittenSource) -> Manuscript:
    """Give a chapter or a source as if it were the whole book."""
    bare = replace(manuscript, front_matter=(), chapters=(), sources=(), back_matter=())
    return replace(bare, sources=(one,)) if isinstance(one, WrittenSource) else replace(bare, chapters=(one,))


def _alone_settled(book: Book, one: Chapter | PrimarySource) -> Book:
    bare = replace(book, front_matter=(), chapters=(), sources=(), back_matter=())
    return replace(bare, sources=(one,)) if isinstance(one, PrimarySource) else replace(bare, chapters=(one,))
