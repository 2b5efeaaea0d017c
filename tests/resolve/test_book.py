"""Cross-references, provenances, styles and the source index of small books."""

from __future__ import annotations

import pytest
from settled_books import CSL_PLACE, IBID, SmallSource, settle, words

from kirovbook.diagnostics import CannotRunError, Diagnostic, Outcome
from kirovbook.model.blocks import Paragraph
from kirovbook.model.book import Book, Chapter
from kirovbook.model.inlines import CitationText, Link, Missing, NoteMark, ReferenceText, Superscript
from kirovbook.model.plain import plain_blocks, plain_inlines
from kirovbook.model.source import Standing
from kirovbook.model.walk import inlines_of
from kirovbook.resolve import pandoc

SOURCES = (SmallSource("orlov", "knight", "p. 31"), SmallSource("plenum", "speech"))


def said(chapter: Chapter) -> str:
    return " / ".join(line for line, _ in plain_blocks(chapter.blocks))


def marked(chapter: Chapter) -> str:
    """Give a chapter's first paragraph with its marks as [1]."""
    (paragraph, *_) = (block for block in chapter.blocks if isinstance(block, Paragraph))
    return "".join(
        f"[{inline.number}]" if isinstance(inline, NoteMark) else plain_inlines((inline,))
        for inline in paragraph.content
    )


def of_code(outcome: Outcome[Book], code: str) -> list[Diagnostic]:
    return [found for found in outcome.diagnostics if found.code == code]


def test_cross_references_are_words_that_lead_somewhere():
    outcome = settle("See [@src:plenum, lines 5-9] and [cf. @ch:c2; @ch:c50].", "Two.", sources=SOURCES, back=("Z",))
    book = outcome.value
    assert said(book.chapters[0]) == "See Source\xa02, lines 5–9 and cf. chapter\xa02; “Piece 50”."
    led = [one.unit for one in inlines_of(book.chapters[0].blocks) if isinstance(one, ReferenceText)]
    assert led == ["src-plenum", "ch-c2", "back-c50"]
    assert [source.called for source in book.sources] == ["Source 1", "Source 2"]


def test_a_cross_reference_within_a_citation_is_settled():
    outcome = settle("A [@knight, p. 3, and @src:orlov].^[See [@src:orlov].]", sources=SOURCES)
    notes = outcome.value.chapters[0].notes
    assert not any("src:" in words(note) for note in notes)


def test_a_reference_to_nothing_names_the_nearest():
    outcome = settle("See [@src:orlow, p. 1] and [@ch:c9].", sources=SOURCES)
    (source,), (chapter,) = of_code(outcome, "X101"), of_code(outcome, "X102")
    assert (source.place.line, source.hint) == (1, "did you mean '@src:orlov'?")
    assert source.place.column < 20 < chapter.place.column
    assert sum(isinstance(one, Missing) for one in inlines_of(outcome.value.chapters[0].blocks)) == 2


def test_chapters_that_refer_to_a_source_are_its_mentions():
    outcome = settle("One.^[See [@src:orlov].] And [@src:orlov].", "Two.", "See [@src:orlov].", sources=SOURCES)
    first, second = outcome.value.sources
    assert [(one.unit, one.words) for one in first.mentions] == [
        ("ch-c1", "chapter\xa01"),
        ("ch-c3", "chapter\xa03"),
    ]
    assert second.mentions == ()


def test_links_within_the_book():
    text = "# One {#one}\n\n## Shot {#shot}\n\n[a](#shot) [b](#c1) [c](#src-orlov) [d](#shto)"
    outcome = settle(text, sources=SOURCES)
    targets = [one.target for one in inlines_of(outcome.value.chapters[0].blocks) if isinstance(one, Link)]
    assert targets == ["#shot", "#ch-c1", "#src-orlov", "#shto"]
    (found,) = of_code(outcome, "X103")
    assert found.hint == "did you mean '#shot'?"


def test_an_id_given_twice_is_named_with_the_first():
    outcome = settle("## One {#shot}\n\n[Words]{#shot}, and [others]{#other}.\n\n## Two {#two}")
    (found,) = of_code(outcome, "X107")
    assert (found.place.line, found.related[0].place.line) == (3, 1)
    assert found.message == "the id 'shot' is given a second time; links lead to the first"


def test_provenances_are_full_whatever_was_cited_before():
    book = settle("One [@knight, p. 31]. Two [@knight, p. 31].", sources=SOURCES).value
    assert plain_inlines(book.sources[0].provenance) == (
        "Amy Knight, Who Killed Kirov? The Kremlin’s Greatest Mystery (Hill and Wang, 1999), 31."
    )


def test_a_source_without_a_known_work_is_named():
    outcome = settle("One.", sources=(SmallSource("a", ""), SmallSource("b", "knigth")))
    (none,), (unknown,) = of_code(outcome, "S201"), of_code(outcome, "S202")
    assert none.message == "Source 1 is taken from no work"
    assert (unknown.place.line, unknown.place.column, unknown.hint) == (2, 7, "did you mean 'knight'?")
    assert plain_inlines(outcome.value.sources[1].provenance) == "@knigth"


def test_every_used_work_has_one_entry_in_the_order_of_names():
    keys = ["knight", "getty", "haupt", "granat", "essay", "lenoe", "baird", "arnot", "speech", "thesis", "letter"]
    text = " ".join(f"A [@{key}, p. 1]." for key in (*keys, "knight"))
    book = settle(text, sources=(SmallSource("one", "memorial"),)).value
    entries = {entry.key: plain_inlines(entry.entry) for entry in book.index.entries}
    assert list(entries) == sorted([*keys, "memorial"], key=lambda key: entries[key].lower().replace(",", ""))
    assert all(len(entry) > 20 for entry in entries.values())
    assert entries["speech"] == (
        "Khrushchev, N. S. “On the Cult of Personality.” Speech. 20th Congress of the CPSU, Moscow, February 25, 1956."
    )
    by_key = {entry.key: entry for entry in book.index.entries}
    assert [(one.unit, one.number, one.locator) for one in by_key["knight"].cited] == [
        ("ch-c1", 1, "p. 1"),
        ("ch-c1", 12, "p. 1"),
    ]
    assert (by_key["memorial"].sources, by_key["memorial"].standing) == ((1,), Standing.PRIMARY)
    assert by_key["knight"].standing is Standing.SECONDARY


def test_a_repeated_author_is_printed_again():
    bib = "".join(f"@book{{{key}, author={{Duranty, Walter}}, title={{{key}}}, date=1935}}\n" for key in "ab")
    book = settle("[@a; @b]", bib=bib, csl="modern-language-association").value
    assert [plain_inlines(entry.entry)[:15] for entry in book.index.entries] == ["Duranty, Walter"] * 2


def test_keywords_tell_primary_from_secondary():
    bib = "@book{a, title={A}, keywords={primary}}\n@book{b, title={B}, keywords={secondary}}"
    book = settle("[@a; @b]", bib=bib, sources=(SmallSource("one", "b"),)).value
    assert [entry.standing for entry in book.index.entries] == [Standing.PRIMARY, Standing.SECONDARY]


def test_a_work_with_hardly_a_field_still_has_an_entry_and_a_note():
    book = settle("[@a]", bib="@misc{a, langid={english}}").value
    assert plain_inlines(book.index.entries[0].entry) == "a."


def test_a_style_without_notes_prints_in_the_text():
    outcome = settle("One [@knight, p. 12]. As @getty [p. 3] says.^[See @lenoe.]", csl="chicago-author-date")
    (chapter,) = outcome.value.chapters
    assert said(chapter) == "One (Knight 1999, 12). As Getty and Naumov (1999, 3) says."
    assert [(note.number, words(note)) for note in chapter.notes] == [(1, "See Lenoe (2002).")]
    assert outcome.value.index.entries[1].cited[0].number == 0


def test_a_style_of_raised_numbers_stands_behind_the_stop():
    outcome = settle("One [@knight].", csl="nature")
    (paragraph,) = outcome.value.chapters[0].blocks
    assert isinstance(paragraph, Paragraph)
    last = paragraph.content[-1]
    assert said(outcome.value.chapters[0]) == "One.1"
    assert isinstance(last, CitationText)
    assert isinstance(last.content[0], Superscript)


def test_a_style_without_a_bibliography_has_an_index():
    book = settle("One [@knight].", csl="chicago-notes").value
    assert plain_inlines(book.index.entries[0].entry).startswith("Knight, Amy. Who Killed")


@pytest.mark.parametrize(
    ("csl", "code", "hint"),
    [
        ("mhraa", "C110", "did you mean 'mhra'?"),
        ("chicago", "C110", "did you mean 'chicago-note', 'chicago-notes' or 'chicago-author-date'?"),
        ("<style class='note'><broken", "C111", "give the name of a style, or mend the file"),
        ("<html/>", "C111", "give the name of a style, or the path of a file from citationstyles.org"),
        ("../../etc/passwd", "C110", f"give the name of a style, for example '{IBID}'"),
    ],
)
def test_a_style_that_cannot_be_used_is_an_error(csl: str, code: str, hint: str):
    outcome = settle("One [@knight].", csl=csl)
    (found,) = of_code(outcome, code)
    assert (found.place, found.hint) == (CSL_PLACE, hint)
    assert len(outcome.value.chapters[0].notes) == 1


def test_the_quotation_marks_of_notes_are_the_text_s():
    book = settle('He said "so" [@lenoe].', lang="en-GB").value
    assert marked(book.chapters[0]) == "He said “so”.[1]"
    assert "“Did Stalin Kill Kirov" in words(book.chapters[0].notes[0])


@pytest.mark.parametrize(
    ("written", "set_as", "lang"),
    [
        ("Words [@knight].", "Words.[1]", "en-US"),
        ("Words.[@knight]", "Words.[1]", "en-US"),
        ("Words [@knight], more.", "Words,[1] more.", "en-US"),
        ('"Words" [@knight].', "“Words.”[1]", "en-US"),
        ('"Words" [@knight].', "“Words”.[1]", "en-GB"),
        ('"Words [@knight]."', "“Words.”[1]", "en-US"),
        ("(Words [@knight].)", "(Words.)[1]", "en-US"),
        ("Words [@knight] — more.", "Words[1] — more.", "en-US"),
        ("Words [@knight]—more.", "Words[1]—more.", "en-US"),
        ("Words? [@knight] More.", "Words?[1] More.", "en-US"),
        ("A [@knight] [@getty].", "A.[1][2]", "en-US"),
        ("@knight's view.", "Knight’s[1] view.", "en-US"),
        ("[@knight] begins.", "[1] begins.", "en-US"),
    ],
)
def test_marks_stand_behind_stops(written: str, set_as: str, lang: str):
    book = settle(written, lang=lang).value
    assert marked(book.chapters[0]).replace("Amy ", "") == set_as


def test_without_pandoc_the_author_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pandoc, "_program", lambda: "/nowhere/pandoc")
    with pytest.raises(CannotRunError) as raised:
        settle("One [@knight].")
    assert "pypandoc_binary" in raised.value.hint


def test_pandoc_is_stopped_in_time():
    with pytest.raises(CannotRunError):
        pandoc.run_pandoc(("-f", "markdown"), "x" * 1000, seconds=0.0001)


def test_a_book_that_cites_nothing_needs_no_pandoc(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pandoc, "_program", lambda: "/nowhere/pandoc")
    assert settle("One.[^a]\n\n[^a]: Note.").value.index.entries == ()
