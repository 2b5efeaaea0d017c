"""A build makes all editions or none, says where they are, and records what stands where."""

from __future__ import annotations

import errno
import json
import shutil
import sys
from hashlib import sha256
from pathlib import Path

import pypandoc
import pytest
from profiles import cmyk_profile

from kirovbook import pipeline
from kirovbook.diagnostics import CannotRunError
from kirovbook.pipeline import Order
from kirovbook.resolve import pandoc

EVERYTHING = Path(__file__).parent.parent / "books" / "everything"
CHAPTER = "manuscript/chapters/02-second.md"
pytestmark = pytest.mark.slow


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EVERYTHING, tmp_path / "book"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book that holds everything, built once with a fixed date."""
    out = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        report = pipeline.build(EVERYTHING, Order(out=out))
    assert report.diagnostics == ()
    assert sorted(path.name for path in report.artifacts) == sorted(path.name for path in out.iterdir())
    return out


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def record_of(folder: Path) -> dict[str, object]:
    return dict(json.loads((folder / "everything-at-once.json").read_text(encoding="utf-8")))


def test_the_same_book_and_date_give_the_same_bytes(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setenv("TZ", "Asia/Kamchatka")
    pipeline.build(EVERYTHING, Order(out=tmp_path / "again"))
    assert contents(tmp_path / "again") == contents(built)


def test_the_record_knows_each_file(built: Path) -> None:
    editions = record_of(built)["editions"]
    assert isinstance(editions, dict)
    assert set(editions) == {"print", "screen", "handout", "epub"}
    for edition in editions.values():
        assert sha256((built / edition["file"]).read_bytes()).hexdigest() == edition["sha256"]
    assert (editions["print"]["picture_bytes"], editions["epub"]["picture_bytes"] > 0) == (None, True)


def test_the_record_knows_each_note_with_its_page(built: Path) -> None:
    notes = record_of(built)["notes"]
    assert isinstance(notes, list)
    numbers = [note["number"] for note in notes if note["unit"] == "ch-blocks"]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) == 12
    assert all(note["page"]["print"].isdigit() for note in notes if note["unit"].startswith("ch-"))
    assert {note["unit"] for note in notes if "handout" in note["page"]} == {"src-letter"}


def test_print_and_screen_have_the_same_page_numbers(built: Path) -> None:
    record = record_of(built)
    for row in (*record["notes"], *record["sources"]):  # type: ignore[misc]
        pages = row.get("page") or row.get("pages")
        assert pages["print"] == pages["screen"]


def test_the_record_knows_each_work_once_with_all_its_places(built: Path) -> None:
    works = {work["key"]: work for work in record_of(built)["works"]}  # type: ignore[attr-defined]
    assert set(works) == {"brown1901", "belov1925", "times1934"}
    assert works["brown1901"]["sources"] == [1]
    assert works["belov1925"]["sources"] == [2]
    assert works["belov1925"]["kind"] == "primary"
    cited = {(place["unit"], place["note"]) for place in works["brown1901"]["cited"]}
    assert {("ch-blocks", 2), ("ch-second", 1), ("src-letter", 1)} <= cited


def test_an_error_leaves_the_old_editions_as_they_were(book: Path) -> None:
    out = book / "dist"
    assert pipeline.build(book, Order(only=("epub",))).artifacts
    before = contents(out)
    (book / CHAPTER).write_text("# The second chapter {#second}\n\nA claim.[@nobody]\n", encoding="utf-8")
    report = pipeline.build(book, Order(only=("epub",)))
    assert report.artifacts == ()
    assert [(found.code, found.place.file, found.place.line) for found in report.diagnostics][:1] == [
        ("C101", CHAPTER, 3),
    ]
    assert contents(out) == before


def test_a_draft_is_made_all_the_same_and_says_so(book: Path) -> None:
    (book / CHAPTER).write_text("# The second chapter {#second}\n\nA claim.[@nobody]\n", encoding="utf-8")
    report = pipeline.build(book, Order(only=("print", "epub"), is_draft=True))
    assert {found.code for found in report.diagnostics} >= {"C101"}
    assert {path.name for path in report.artifacts} >= {"everything-at-once-print.pdf", "everything-at-once.epub"}
    assert record_of(book / "dist")["draft"] is True


def test_strict_takes_a_warning_for_an_error(book: Path) -> None:
    with (book / "manuscript/book.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[unheard]\nof = 1\n")
    assert pipeline.build(book, Order(only=("epub",))).artifacts
    assert pipeline.build(book, Order(only=("epub",), is_strict=True)).artifacts == ()


def test_a_file_in_the_place_of_the_folder(book: Path) -> None:
    (book / "dist").write_text("I am in the way", encoding="utf-8")
    report = pipeline.build(book, Order(only=("epub",)))
    assert [found.code for found in report.diagnostics] == ["K131"]
    assert report.artifacts == ()


def test_a_full_disk_leaves_the_old_editions_as_they_were(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline.build(book, Order(only=("epub",)))
    before = contents(book / "dist")

    def fill(_: Path, __: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device", "kirov.epub")

    monkeypatch.setattr(Path, "write_bytes", fill)
    report = pipeline.build(book, Order(only=("epub",)))
    monkeypatch.undo()
    assert [found.code for found in report.diagnostics] == ["K131"]
    assert "no space left" in report.diagnostics[0].message
    assert contents(book / "dist") == before


def test_a_handout_of_a_source_that_is_not_there(book: Path) -> None:
    settings = book / "manuscript/book.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('["letter"]', '["leter"]'), encoding="utf-8")
    report = pipeline.build(book, Order(only=("handout",)))
    assert [found.code for found in report.diagnostics] == ["K130"]


def test_an_edition_that_the_book_does_not_have(book: Path) -> None:
    with pytest.raises(CannotRunError, match="no edition 'pint'"):
        pipeline.build(book, Order(only=("pint",)))


def test_pandoc_missing(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> str:
        raise OSError

    monkeypatch.setattr(pypandoc, "get_pandoc_path", gone)
    monkeypatch.setattr(pandoc, "find_spec", lambda _: None)
    pandoc._program.cache_clear()
    with pytest.raises(CannotRunError) as trouble:
        pipeline.build(book, Order())
    pandoc._program.cache_clear()
    assert "pypandoc" in trouble.value.hint


@pytest.mark.parametrize("edition", ["print", "epub"])
def test_pango_missing(book: Path, monkeypatch: pytest.MonkeyPatch, edition: str) -> None:
    class NoPango:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "kirovbook.export.setting":
                message = "cannot load library 'libpango-1.0-0'"
                raise OSError(message)

    monkeypatch.delitem(sys.modules, "kirovbook.export.setting", raising=False)
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])
    monkeypatch.delattr("kirovbook.export.setting", raising=False)
    with pytest.raises(CannotRunError) as trouble:
        pipeline.build(book, Order(only=(edition,)))
    assert "libpango" in trouble.value.hint


FIRST = """# Hello

World is here.^[Note.] There were 19.^[1.] And 12.^[12] Then 3.^[3] So 2^[2.] ok 7^[1] x.

The words שלום עולם are peace.^[Note.] A long address.^[https://example.com/{long}]

::: {{lang=ar dir=rtl}}
النص العربي هنا، وهو طويل بما يكفي.^[ملاحظة قصيرة هنا.]
:::
"""


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """The book a newcomer begins with: one file, whose heading gives the book its title."""
    chapter = tmp_path / "first/manuscript/chapters/a.md"
    chapter.parent.mkdir(parents=True)
    chapter.write_text(FIRST.format(long="y" * 150), encoding="utf-8")
    return tmp_path / "first"


def test_a_book_of_one_file_with_figures_beside_marks_and_words_from_right_to_left(first: Path) -> None:
    report = pipeline.build(first, Order())
    # The line before the long word is set too wide, and that is said.
    assert {found.code for found in report.diagnostics} == {"L112"}
    assert {path.name for path in report.artifacts} >= {"hello-print.pdf", "hello.epub"}


def test_a_lost_word_is_missed_from_right_to_left_too(first: Path) -> None:
    (first / "styles").mkdir()
    (first / "styles/own.css").write_text("[dir=rtl] { display: none }", encoding="utf-8")
    assert "P110" in {found.code for found in pipeline.build(first, Order(only=("print",))).diagnostics}


def test_a_rule_without_effect_is_a_warning_and_the_book_is_made(book: Path) -> None:
    (book / "styles").mkdir()
    (book / "styles/own.css").write_text("h1 { word-brake: normal }", encoding="utf-8")
    report = pipeline.build(book, Order(only=("print",)))
    assert [(found.code, str(found.place)) for found in report.diagnostics] == [("L101", "styles/own.css:1:6")]
    assert report.artifacts


@pytest.mark.parametrize("content", [b"", b"not a picture"])
def test_a_picture_that_is_none(book: Path, content: bytes) -> None:
    (book / "manuscript/pictures/square.png").write_bytes(content)
    report = pipeline.build(book, Order(only=("print",)))
    assert {(found.code, found.place.file) for found in report.diagnostics} == {
        ("L103", "manuscript/chapters/01-blocks.md"),
    }
    assert report.artifacts == ()


def test_letters_that_no_font_has_are_named(first: Path) -> None:
    with (first / "manuscript/chapters/a.md").open("a", encoding="utf-8") as chapter:
        chapter.write("\n中文\n")
    report = pipeline.build(first, Order(only=("print",)))
    told = [(found.code, found.place.line) for found in report.diagnostics if found.code != "L112"]
    assert told == [("L104", 11)]
    assert report.artifacts


def test_an_author_date_style(book: Path) -> None:
    settings = book / "manuscript/book.toml"
    text = settings.read_text(encoding="utf-8").replace('lang = "en-GB"', 'lang = "en-GB"\ncsl = "apa"')
    settings.write_text(text, encoding="utf-8")
    report = pipeline.build(book, Order(only=("print", "epub")))
    assert report.diagnostics == ()
    assert report.artifacts


def test_a_style_of_the_authors_own_is_read_from_the_book(book: Path) -> None:
    settings = book / "manuscript/book.toml"
    text = settings.read_text(encoding="utf-8").replace('lang = "en-GB"', 'lang = "en-GB"\ncsl = "own.csl"')
    settings.write_text(text, encoding="utf-8")
    (book / "manuscript/own.csl").write_text("<style>not a style</style>", encoding="utf-8")
    assert "C111" in {found.code for found in pipeline.build(book, Order(only=("epub",))).diagnostics}


def test_a_standard_that_nothing_makes_sure_of_is_a_warning(book: Path) -> None:
    settings = book / "manuscript/book.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("pdf/ua-1", "pdf/a-2b"), encoding="utf-8")
    # The check does not know gradients.
    (book / "styles").mkdir(exist_ok=True)
    (book / "styles" / "book.css").write_text("h1 { background: linear-gradient(red, blue) }", encoding="utf-8")
    report = pipeline.build(book, Order(only=("screen",)))
    assert [found.code for found in report.diagnostics] == ["P103"]
    assert report.artifacts


@pytest.mark.parametrize(("icc", "codes"), [
    ("", ["P121"]), ('icc = "press.icc"', []), ('icc = "broken.icc"', ["P122"]), ('icc = "screen.icc"', ["P123"]),
])
def test_an_edition_for_a_press_needs_the_profile_of_the_press(book: Path, icc: str, codes: list[str]) -> None:
    settings = book / "manuscript/book.toml"
    for name, profile in (
        ("press", cmyk_profile()), ("broken", cmyk_profile()[:5000]), ("screen", cmyk_profile(space=b"RGB ")),
    ):
        (book / f"manuscript/{name}.icc").write_bytes(profile)
    text = settings.read_text(encoding="utf-8").replace('variant = "pdf/ua-1"', f'variant = "pdf/x-4"\n{icc}')
    settings.write_text(text, encoding="utf-8")
    report = pipeline.build(book, Order(only=("screen",)))
    assert [found.code for found in report.diagnostics] == codes
    assert all(found.place.file == "manuscript/book.toml" for found in report.diagnostics)
    assert bool(report.artifacts) is not bool(codes)


def test_a_cover_is_a_second_file_of_its_edition_and_in_the_record(book: Path) -> None:
    settings = book / "manuscript/book.toml"
    text = settings.read_text(encoding="utf-8").replace(
        "[editions.print]", '[editions.print]\npaper = {caliper = "0.1mm"}\nsignature = 8\nmarks = true\nbleed = "3mm"',
    )
    settings.write_text(text, encoding="utf-8")
    report = pipeline.build(book, Order(only=("print",)))
    assert {found.code for found in report.diagnostics} <= {"P127"}
    names = [path.name for path in report.artifacts]
    assert [name for name in names if name.endswith("-print-cover.pdf")]
    edition = json.loads(report.artifacts[-1].read_text(encoding="utf-8"))["editions"]["print"]
    assert edition["pages"] % 8 == 0
    assert edition["cover"]["spine"] == pytest.approx(edition["pages"] / 2 * 0.1 / 25.4 * 72, abs=0.001)
    assert edition["cover"]["file"] in names
