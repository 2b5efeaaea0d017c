"""A build writes the record for the trade beside the e-book, and nowhere else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import etree

from kirovbook import pipeline
from kirovbook.diagnostics import ADVICE
from kirovbook.pipeline import Order
from kirovbook.verify import verify

EVERYTHING = Path(__file__).parent.parent / "books" / "everything"
SOLD = """
publisher = "The Testers' Press"
isbn = { print = "978-0-306-40615-7", epub = "978-3-16-148410-0" }
series = { title = "Tests", number = 2 }
subjects = ["Testing & proving <books>", { bisac = "HIS032000" }]
"""
NAME = "everything-at-once-onix.xml"
pytestmark = pytest.mark.slow
Sell = Callable[[str], Path]


@pytest.fixture
def sell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sell:
    """The book that holds everything, with these lines in its book.toml."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1770000000")

    def sold(lines: str) -> Path:
        book = Path(shutil.copytree(EVERYTHING, tmp_path / "book", dirs_exist_ok=True))
        settings = EVERYTHING / "manuscript/book.toml"
        written = settings.read_text(encoding="utf-8").replace('subjects = ["Testing & proving <books>"]\n', lines)
        (book / "manuscript/book.toml").write_text(written, encoding="utf-8")
        return book

    return sold


def test_the_record_lies_beside_the_e_book_and_is_the_same_twice(sell: Sell, schema: etree.XMLSchema) -> None:
    book = sell(SOLD)
    report = pipeline.build(book, Order(only=("print", "epub")))
    assert report.diagnostics == ()
    written = (book / "dist" / NAME).read_bytes()
    assert book / "dist" / NAME in report.artifacts
    schema.validate(etree.fromstring(written))
    assert list(schema.error_log) == []
    record = json.loads((book / "dist/everything-at-once.json").read_text(encoding="utf-8"))
    assert record["onix"] == {"file": NAME, "sha256": sha256(written).hexdigest()}
    pages = record["editions"]["print"]["pages"]
    assert f"<ExtentValue>{pages}</ExtentValue>".encode() in written
    assert b"<Measurement>229</Measurement>" in written
    # What the e-book says of itself is what the trade is told of it: it has an index, and its pictures are described.
    assert written.count(b"<ProductFormFeatureValue>12</") == written.count(b"<ProductFormFeatureValue>14</") == 1
    pipeline.build(book, Order(only=("print", "epub"), out=book / "again"))
    assert (book / "again" / NAME).read_bytes() == written


def test_verify_looks_at_the_record(sell: Sell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kirovbook.verify.is_epubcheck_here", lambda: False)
    book = sell(SOLD)
    pipeline.build(book, Order(only=("epub",)))
    said = [found.message for found in verify(book).diagnostics]
    assert not any(NAME in message for message in said)
    (book / "dist" / NAME).write_bytes(b"changed")
    messages = {found.code: found.message for found in verify(book).diagnostics if NAME in found.message}
    assert messages == {"P213": f"the file {NAME!r} is not the one that was built: its SHA-256 is another"}
    (book / "dist" / NAME).unlink()
    messages = {found.code: found.message for found in verify(book).diagnostics if NAME in found.message}
    assert messages == {"P212": f"there is no file {NAME!r}"}


def test_without_an_e_book_or_of_a_draft_there_is_none(sell: Sell) -> None:
    book = sell(SOLD)
    pipeline.build(book, Order(only=("print",), out=book / "print"))
    pipeline.build(book, Order(only=("epub",), out=book / "draft", is_draft=True))
    assert not list(book.glob(f"*/{NAME}"))
    assert (book / "draft/everything-at-once.epub").is_file()


def test_without_an_isbn_or_a_publisher_there_is_none(sell: Sell) -> None:
    for lines, codes in (('publisher = "P"\n', []), ('isbn = { epub = "978-3-16-148410-0" }\n', [("K151", ADVICE)])):
        report = pipeline.build(sell(lines), Order(only=("epub",)))
        assert [(found.code, found.severity) for found in report.diagnostics] == codes
        assert [path.name for path in report.artifacts] == ["everything-at-once.epub", "everything-at-once.json"]
