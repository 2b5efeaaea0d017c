"""Styles of every family settle a book: no note is empty, no work is lost, no sentence loses its subject."""

from __future__ import annotations

import pytest
from settled_books import SmallSource, settle, words

from kirovbook.model.plain import plain_blocks, plain_inlines

FIVE = """@book{knight, author = {Knight, Amy}, title = {Who Killed {Kirov}?}, publisher = {Hill and Wang},
  location = {New York}, date = {1999}, langid = {american}}
@article{lenoe, author = {Lenoe, Matthew E.}, title = {Did {Stalin} Kill {Kirov} and Does It Matter?}, date = {2002},
  journaltitle = {Journal of Modern History}, volume = {74}, number = {2}, pages = {352--380}}
@archive{letter, author = {Kirov, S. M.}, title = {Letter to {Ordzhonikidze}}, date = {1934~}, archive = {RGASPI},
  fond = {80}, opis = {18}, delo = {92}}
@inreference{lexicon, title = {Kirov}, booktitle = {Encyclopaedia Britannica}, edition = {15}, date = {1998}}
@unpublished{speech, author = {Khrushchev, N. S.}, title = {On the Cult of Personality}, type = {speech},
  eventtitle = {Twentieth Congress}, venue = {Moscow}, date = {1956-02-25}}
"""
TEXT = """A [@knight, p. 3]. B [@knight, p. 4]. C [@lenoe; @letter, l. 3]. D [@lexicon]. E [@speech].
F [@knight, p. 5]. As @lenoe [p. 353] and @lexicon say.^[See [@letter, l. 9], and @speech [p. 7].]
"""
NOTES = (
    "chicago-notes", "mhra-notes", "modern-humanities-research-association", "oscola", "iso690-full-note-sk",
    "guide-pour-la-redaction-et-la-presentation-des-theses-a-lusage-des-doctorants", "archaeologia-austriaca",
    "zeitschrift-fur-theologie-und-kirche", "national-archives-of-australia", "anabases",
    "vita-latina-auteurs-anciens", "presses-universitaires-de-paris-nanterre",
)  # fmt: skip
IN_TEXT = (
    "apa", "din-1505-2", "din-1505-2-numeric", "gost-r-7-0-5-2008", "gost-r-7-0-5-2008-numeric", "nature", "vancouver",
    "american-mathematical-society-label", "modern-language-association", "iso690-author-date-fr", "ieee",
    "revue-archeologique", "din-1505-2-alphanumeric", "human-mutation",
)  # fmt: skip
TOLD = {"knight": "kirov", "letter": "ordzhonikidze", "lexicon": "kirov", "speech": "cult"}


@pytest.mark.parametrize("csl", [*NOTES, *IN_TEXT])
def test_a_style_of_any_family(csl: str):
    outcome = settle(TEXT, bib=FIVE, csl=csl, sources=(SmallSource("one", "letter", "l. 5"),))
    assert outcome.diagnostics == ()
    (chapter,) = outcome.value.chapters
    assert chapter.notes
    assert all(any(sign.isalnum() for sign in words(note)) for note in chapter.notes)
    assert all(any(sign.isalnum() for sign in words(note, spelled_out=True)) for note in chapter.notes)
    assert plain_inlines(outcome.value.sources[0].provenance).strip(" .")
    entries = {entry.key: plain_inlines(entry.entry).lower() for entry in outcome.value.index.entries}
    assert set(entries) == {"knight", "lenoe", "letter", "lexicon", "speech"}
    if not outcome.value.index.is_numbered:
        assert {key: told for key, told in TOLD.items() if told not in entries[key]} == {}


@pytest.mark.parametrize("csl", NOTES)
def test_a_sentence_keeps_its_subject(csl: str):
    (chapter,) = settle(TEXT, bib=FIVE, csl=csl).value.chapters
    said = " ".join(line for line, _ in plain_blocks(chapter.blocks)).lower()
    assert any(letter.isalpha() for letter in words(chapter.notes[3]))
    assert "lenoe and" in said
    assert "kirov" in said


@pytest.mark.parametrize(
    ("bib", "lang", "said"),
    [
        ("@article{a, entrysubtype={newspaper}, title={98 More}, journaltitle={Post}, date=1935}", "en-US",
         "As “98 More” says."),
        ("@collection{a, editor={Getty, J. Arch and Manning, Roberta T.}, title={Terror}}", "en-US",
         "As J. Arch Getty and Roberta T. Manning says."),
        ("@collection{a, editor={Getty, J. and Manning, R. and Others, X.}, title={Terror}}", "de-DE",
         "As J. Getty, R. Manning und X. Others says."),
        ("@book{a, title={{Kirov}}, subtitle={A Life}, date=1935}", "en-GB", "As Kirov says."),
        ("@inreference{a, title={Киров}, booktitle={Энциклопедия}}", "ru-RU", "As «Киров» says."),
        ("@book{a, author={Knight, Amy}, title={Kirov}}", "en-US", "As Amy Knight says."),
    ],
)  # fmt: skip
def test_a_work_without_an_author_in_the_text(bib: str, lang: str, said: str):
    (chapter,) = settle("As @a [3] says.", bib=bib, lang=lang).value.chapters
    assert " ".join(line for line, _ in plain_blocks(chapter.blocks)) == said
    assert any(word in words(chapter.notes[0]) for word in ("98 More", "Terror", "Kirov", "Киров"))
