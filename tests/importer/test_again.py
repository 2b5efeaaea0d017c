"""Nothing is overwritten: a second import is refused, and an update leaves what the author has edited."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from importer.pages import as_text, make_page

from kirovbook.diagnostics import CannotRunError
from kirovbook.importer import Wishes, import_pages, shelve

UPDATE = Wishes(is_update=True)
TEXT = as_text(make_page(7, faults=False, notes=False))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(TEXT, "utf-8")
    return path


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_that_holds_something_is_refused(tmp_path: Path, page: Path) -> None:
    book = tmp_path / "book"
    book.mkdir()
    (book / "mine.txt").write_text("mine", "utf-8")
    for wishes, message in ((Wishes(), "is not an empty folder"), (UPDATE, "was not made by an import")):
        with pytest.raises(CannotRunError, match=message) as caught:
            import_pages([page], book, wishes)
        assert caught.value.hint
    assert everything(book) == {"mine.txt": b"mine"}


def test_an_empty_folder_is_filled(tmp_path: Path, page: Path) -> None:
    (tmp_path / "book").mkdir()
    assert import_pages([page], tmp_path / "book", Wishes()).artifacts
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
    record = json.loads((tmp_path / "book" / "import.json").read_text("utf-8"))
    assert set(record["files"]) == set(everything(tmp_path / "book")) - {"import.json"}


def test_an_update_without_changes_changes_nothing(tmp_path: Path, page: Path) -> None:
    book = tmp_path / "book"
    import_pages([page], book, Wishes())
    before = everything(book)
    import_pages([page], book, UPDATE)
    assert everything(book) == before


def test_an_update_keeps_what_was_edited(tmp_path: Path, page: Path) -> None:
    book = tmp_path / "book"
    import_pages([page], book, Wishes())
    first, second, *others = sorted((book / "manuscript" / "sources").iterdir())
    first.write_text(first.read_text("utf-8") + "\nMy own words.\n", "utf-8")
    second.unlink()
    (book / "manuscript" / "chapters" / "99-mine.md").write_text("# Mine\n\nText.\n", "utf-8")
    page.write_text(TEXT.replace(" sent ", " brought "), "utf-8")
    report = import_pages([page], book, UPDATE)
    kept = {found.message.split("'")[1] for found in report.diagnostics if found.code == "I140"}
    assert {first.relative_to(book).as_posix(), second.relative_to(book).as_posix()} <= kept
    assert first.read_text("utf-8").endswith("My own words.\n")
    assert first.with_name(first.name + ".new").is_file()
    assert not second.exists()
    assert (book / "manuscript" / "chapters" / "99-mine.md").is_file()
    assert len(others) == len([path for path in others if path.is_file()])


def test_an_update_takes_away_what_is_no_longer_on_the_page(tmp_path: Path, page: Path) -> None:
    book = tmp_path / "book"
    import_pages([page], book, Wishes())
    sources = sorted((book / "manuscript" / "sources").iterdir())
    last = f"({len(sources)}) "
    page.write_text(TEXT[: TEXT.rindex(last)], "utf-8")
    import_pages([page], book, UPDATE)
    assert len(list((book / "manuscript" / "sources").iterdir())) == len(sources) - 1


def test_a_fault_while_writing_leaves_nothing_behind(
    tmp_path: Path, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = tmp_path / "book"
    import_pages([page], book, Wishes())
    before = everything(book)

    def fail(*_: object) -> list[str]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shelve, "_lay", fail)
    for folder, wishes in ((book, UPDATE), (tmp_path / "other", Wishes())):
        with pytest.raises(CannotRunError, match="no space left"):
            import_pages([page], folder, wishes)
    assert everything(book) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book", "page.txt"]


def test_a_record_that_leads_out_of_the_book_deletes_nothing(tmp_path: Path, page: Path) -> None:
    book = tmp_path / "book"
    import_pages([page], book, Wishes())
    outside = tmp_path / "outside.txt"
    outside.write_text("mine", "utf-8")
    record = {"files": {"../outside.txt": shelve._hash(b"mine"), "../../outside.txt": shelve._hash(b"mine")}}
    (book / "import.json").write_text(json.dumps(record), "utf-8")
    import_pages([page], book, UPDATE)
    assert outside.read_text("utf-8") == "mine"
