"""Each format that pages come in, and notes and citations within documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from importer.documents import by_pandoc, docx_of, line, words, zotero_citation
from importer.pages import as_markdown, as_text, make_page
from importer.reading_back import read_book

from kirovbook.diagnostics import ERROR
from kirovbook.importer import Wishes, import_pages
from kirovbook.pipeline import check

SUFFIXES = {"docx": "docx", "odt": "odt", "epub": "epub", "mediawiki": "wiki"}
NOTED = (
    "# The River\n\nThe river rose[^a] in spring and carried the mill away.\n\n[^a]: A note with *two*\n\n"
    "    paragraphs.\n\n## Primary Sources\n\n\\(1) Jane Roe, *A Life* (1922)\n\nShe was young then.\n\n"
    "> The barges[^b] came down.\n\n[^b]: A barge.\n\n| A | B |\n|---|---|\n| one | two |\n\n- item one\n- item two\n"
)
ROE = {"id": "http://zotero.org/users/1/items/AB12CD", "type": "book", "title": "The Mill & the River",
       "author": [{"family": "Roe", "given": "Jane"}], "issued": {"date-parts": [[1921]]},
       "publisher": "Mill Press"}  # fmt: skip
DOE = {"id": 57, "type": "article-journal", "title": "On Barges", "container-title": "River Studies",
       "author": [{"family": "Doe", "given": "John"}], "issued": {"date-parts": [[1930]]}}  # fmt: skip


def errors(folder: Path) -> list[str]:
    return [found.message for found in check(folder).diagnostics if found.severity is ERROR]


@pytest.mark.parametrize("form", ["docx", "odt", "epub", "mediawiki", "markdown"])
def test_a_page_by_pandoc(tmp_path: Path, form: str) -> None:
    page = make_page(4, faults=False, notes=True)
    given = as_markdown(page).encode() if form == "markdown" else by_pandoc(as_markdown(page), form, page.title)
    path = tmp_path / f"page.{SUFFIXES.get(form, 'md')}"
    path.write_bytes(given)
    report = import_pages([path], tmp_path / "book", Wishes())
    assert [found.message for found in report.diagnostics if found.severity is ERROR] == []
    book = read_book(tmp_path / "book")
    assert (book.title, [one.label for one in book.sources]) == (page.title, [one.number for one in page.sources])
    assert [one.title for one in book.sources if one.work] == [one.heading for one in page.sources if one.type]
    assert [heading for heading, _ in book.chapters] == [one.heading or page.title for one in page.chapters]
    assert sum(text.count("]: ") for _, text in book.chapters) == len(page.notes)
    assert errors(tmp_path / "book") == []


@pytest.mark.parametrize("form", ["docx", "odt", "epub", "mediawiki", "markdown"])
def test_a_documents_notes_are_the_books(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"page.{SUFFIXES.get(form, 'md')}"
    path.write_bytes(NOTED.encode() if form == "markdown" else by_pandoc(NOTED, form, "The River"))
    import_pages([path], tmp_path / "book", Wishes())
    book = read_book(tmp_path / "book")
    assert "rose[^fn1] in spring" in book.chapters[0][1]
    assert "[^fn1]: A note with *two*\n\n    paragraphs." in book.chapters[0][1]
    (only,) = book.sources
    assert only.headnote == "She was young then."
    assert "The barges[^fn2] came down." in only.passage
    assert "| A | B |\n|---|---|\n| one | two |" in only.passage
    assert "- item one\n- item two" in only.passage
    assert errors(tmp_path / "book") == []


def test_zoteros_citations_become_ours(tmp_path: Path) -> None:
    body = "".join([
        line(words("The River")),
        line(words("The river rose in spring "), zotero_citation("(Roe 1921, 3)", "3", ROE),
        words(" and the mill went "),
             zotero_citation("(Doe 1930, 4-5)", "4-5", DOE, ROE), words(" down with all that was in it.")),
        line(words("Primary Sources")), line(words("(1) Jane Roe, A Life on the River (1921)")),
        line(words("The barges came down at night with their lamps out, and nobody asked where from.")),
    ])  # fmt: skip
    (tmp_path / "page.docx").write_bytes(docx_of(body))
    report = import_pages([tmp_path / "page.docx"], tmp_path / "book", Wishes())
    book = read_book(tmp_path / "book")
    assert "spring [@roe1921, p. 3] and" in book.chapters[0][1]
    assert "[@doe1930, pp. 4-5; @roe1921, pp. 4-5]" in book.chapters[0][1]
    assert book.types == {"roe1921a": "book", "doe1930": "article", "roe1921": "book"}
    assert "(Roe 1921, 3)" in book.report
    assert report.artifacts
    assert errors(tmp_path / "book") == []


def test_old_encodings_and_line_ends(tmp_path: Path) -> None:
    text = as_text(make_page(5, faults=False)).replace("railway", "café")
    variants = {"plain": text.encode(), "latin": text.encode("latin-1"), "bom": b"\xef\xbb\xbf" + text.encode(),
                "windows": text.replace("\n", "\r\n").encode(), "wide": text.encode("utf-16")}  # fmt: skip
    written = {}
    for name, data in variants.items():
        page = tmp_path / f"{name}.txt"
        page.write_bytes(data)
        import_pages([page], tmp_path / name, Wishes())
        written[name] = {path.name: path.read_text("utf-8") for path in (tmp_path / name / "manuscript").rglob("*.md")}
    assert all(one == written["plain"] for one in written.values())
    assert "café" in "".join(written["plain"].values())


def test_emphasis_of_plain_text(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(
        "The River\n\nShe read _The Mill_ and snake_case_words in spring of that year.\n", "utf-8"
    )
    import_pages([tmp_path / "page.txt"], tmp_path / "book", Wishes())
    assert "read *The Mill* and snake\\_case\\_words" in read_book(tmp_path / "book").chapters[0][1]


def test_a_folder_of_pages_is_one_book(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    pages = [make_page(seed, faults=False, notes=seed == 1) for seed in (1, 2, 3)]
    for number, page in enumerate(pages, start=1):
        (tmp_path / "pages" / f"{number * 5}.txt").write_text(as_text(page), "utf-8")
    report = import_pages([tmp_path / "pages"], tmp_path / "book", Wishes())
    book = read_book(tmp_path / "book")
    assert [heading for heading, _ in book.chapters] == [page.title for page in pages]
    assert [one.label for one in book.sources] == [one.number for page in pages for one in page.sources]
    assert len({one.id for one in book.sources}) == len(book.sources)
    assert "I118" in {found.code for found in report.diagnostics}
    assert errors(tmp_path / "book") == []


MENUS = (
    "<html><body><nav>Home About</nav><h1>The River</h1><p>The <b>river <i>rose</b> in</i> spring &amp; fell.<p>Wide"
)


@pytest.mark.parametrize(("page", "expected"), [
    (MENUS, ["The **river *rose*** in spring & fell.", "Wide"]),
    ("<html><body><nav>Menu<p>The River<p>It rose in the spring of that year and took the mill.", ["It rose in"]),
    ("<html><!-- no end <p>The River<p>It rose in the spring of that year and took the mill.", ["It rose in"]),
    ("<html><h1>The River</h1><p>One<br>two<br>three", ["| One\n| two\n| three"]),
    ("<html><h1>The River</h1><p>The 1<sup>st</sup> of May<br><br>The end", ["The 1^st^ of May\n\nThe end"]),
    ("<html><h1>The River</h1><img alt='A mill -- old' src=x><p>It rose.", ["<!-- picture: A mill - old -->"]),
    ("<html><h1>The River</h1><ul><li>One<li>Two</ul>", ["- One\n- Two"]),
])  # fmt: skip
def test_web_pages_as_they_are(tmp_path: Path, page: str, expected: list[str]) -> None:
    (tmp_path / "page.html").write_text(page, "utf-8")
    report = import_pages([tmp_path / "page.html"], tmp_path / "book", Wishes())
    assert [found.message for found in report.diagnostics if found.severity is ERROR] == []
    text = "\n\n".join(body for _, body in read_book(tmp_path / "book").chapters)
    assert [part for part in expected if part not in text] == []
    assert errors(tmp_path / "book") == []


def test_the_addresses_of_links_are_in_the_report(tmp_path: Path) -> None:
    page = "<html><h1>The River</h1>\n<p>It rose, <a class=x href='https://example.org/a?b'>as they say</a>.</html>"
    (tmp_path / "page.html").write_text(page, "utf-8")
    import_pages([tmp_path / "page.html"], tmp_path / "book", Wishes())
    report = (tmp_path / "book" / "import.md").read_text("utf-8")
    assert "line 2: the address of a link: https://example.org/a?b" in report
