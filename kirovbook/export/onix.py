"""Make the file for the book trade from what the editions have become."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kirovbook.export.made import MadeEdition
from kirovbook.model.book import Book
from kirovbook.model.edition import EditionKind
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class TradeRecord:
    """An ONIX message: its file's name and bytes."""

    file: str
    written: bytes


def make_trade_record(book: Book, made: Sequence[MadeEdition], sent: datetime) -> TradeRecord | None:
    """Write the record that goes with an e-book, if one was made and the book can be ordered; of a draft there is none.

    The pages are those of the first PDF of the whole book, if one was made in the same build.
    """
    whole = [one for one in made if not one.arranged.edition.is_handout]
    epub = next((one for one in whole if one.arranged.edition.kind is EditionKind.EPUB), None)
    paper = next((one for one in whole if one.arranged.edition.kind is EditionKind.PDF), None)
    if epub is None or book.is_draft:
        return None
    from kirovbook.render.onix import PrintedBook, has_record, render_onix  # noqa: PLC0415 - few builds need it

    if not has_record(book.identity):
        return None
    printed = PrintedBook(paper.arranged.edition.trim, paper.labels, paper.filled) if paper else None
    message = render_onix(book.identity, sent, printed, epub.metadata)
    return TradeRecord(f"{book.identity.slug}-onix.xml", message.encode())
