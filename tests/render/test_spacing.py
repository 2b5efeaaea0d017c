"""Spaces are set as each language sets them, and nothing but spaces changes."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirovbook.check.epub_reading import plain
from kirovbook.model.inlines import Emphasis, Text
from kirovbook.model.plain import plain_inlines
from kirovbook.parse.markdown import parse_inlines
from kirovbook.render import spacing
from kirovbook.render.spacing import set_spaces, tie_last_words

# Written with "~" for a no-break space and "_" for a narrow one.
CASES = [
    ("en", "S. M. Kirov and J. Arch Getty", "S.~M.~Kirov and J.~Arch Getty"),
    ("en", "V.I. Lenin, O.-J. Smith", "V.I.~Lenin, O.-J.~Smith"),
    ("en", "he and I. Then it ended", "he and I. Then it ended"),
    ("en", "pp. 12-15, no. 5, vol. III", "pp.~12-15, no.~5, vol.~III"),
    ("en", "f. 671, op. 1, d. 4, l. 3", "f.~671, op.~1, d.~4, l.~3"),
    ("en", "on 1 December 1934 and December 1, 1934", "on 1~December 1934 and December~1, 1934"),
    ("en", "in December 1934 he may 5 times", "in December 1934 he may 5 times"),
    ("en", "St. Petersburg, Dr. Levin; the first. Levin", "St.~Petersburg, Dr.~Levin; the first. Levin"),
    ("en", "a pause – and on", "a pause~– and on"),
    ("en", "cut . . . here", "cut~.~.~. here"),
    ("en", "one ; two : three", "one ; two : three"),
    ("en", "the words of А. С. Пушкин", "the words of А.~С.~Пушкин"),
    ("en", r"typed S.\ M. Kirov", "typed S.~M.~Kirov"),
    ("en", "*S. M.* Kirov, p. **4**", "S.~M.~Kirov, p.~4"),
    ("en", "`S. M. Kirov, p. 4` and p. 5", "S. M. Kirov, p. 4 and p.~5"),
    ("en", "he said [mot ; « oui »]{lang=fr} ; yes", "he said mot_; «_oui_» ; yes"),
    ("fr", "Oui ; non ! quoi ? ainsi : « mot »", "Oui_; non_! quoi_? ainsi~: «_mot_»"),
    ("fr", "Oui; non! quoi? ainsi: «mot»", "Oui_; non_! quoi_? ainsi~: «_mot_»"),
    ("fr", '"Oui"; non', "«_Oui_»_; non"),
    ("fr", "Quoi?! (?) … [!] Hé!)", "Quoi_?! (?) … [!] Hé_!)"),
    ("fr", r"déjà\ ; là", "déjà~; là"),
    ("fr", "*mot*; **mot** :", "mot_; mot~:"),
    ("fr", "à 12:30, <https://a.fr/x?y=1;z>; `a; b`", "à 12:30, https://a.fr/x?y=1;z; a; b"),
    ("fr", "voir https://a.fr/b; puis", "voir https://a.fr/b; puis"),
    ("fr", "p. 12, t. IV, n° 5, 10 %", "p.~12, t.~IV, n°~5, 10~%"),
    ("fr", "M. Thorez, le 1er décembre", "M.~Thorez, le 1er~décembre"),
    ("fr-CA", "Oui; non ! ainsi : « mot »", "Oui; non ! ainsi~: «_mot_»"),
    ("fr-CH", "Oui; ainsi: «mot»", "Oui_; ainsi_: «mot»"),
    ("de", "z. B. dies, d. h. das, u. a. m.", "z._B. dies, d._h. das, u._a. m."),
    ("de", "z.B. dies, i.d.R. so, 44 v. Chr.", "z._B. dies, i._d._R. so, 44 v._Chr."),
    ("de", "S. 12 f., Bd. II, Nr. 5, § 7, am 1. Dezember", "S.~12~f., Bd.~II, Nr.~5, §~7, am 1.~Dezember"),
    ("de", "das Werk; was? «so»", "das Werk; was? «so»"),
    ("ru", "Киров — вождь", "Киров~— вождь"),
    ("ru", "А. С. Пушкин жил в Москве и к нему", "А.~С.~Пушкин жил в~Москве и~к~нему"),
    ("ru", "с. 12, т. 2, № 5, т. е. г. Киров", "с.~12, т.~2, №~5, т.~е. г.~Киров"),
    ("ru", "1 декабря 1934 г., XX в.", "1~декабря 1934~г., XX~в."),
    ("ru", "что-то о них", "что-то о~них"),
    ("it", "uno ; due S. M. Kirov", "uno ; due S.~M.~Kirov"),
]
LANGUAGES = st.sampled_from(["en", "fr", "fr-CA", "fr-CH", "de", "ru", "uk", "it", ""])
LINES = st.lists(
    st.one_of(
        st.sampled_from(["z.", "B.", "z.B.", "i.d.R.", "p.", "12", "S.", "M.", "Kirov", "«", "»", ";", ":", "?!", "!",
                         " ", "\u00a0", "\u202f", "—", "в", "А.", "1", "December", "mot;", "www.a.b;", ". . .", "г."]),
        st.text(max_size=6),
    ),
    max_size=12,
)


def shown(text: str) -> str:
    return text.replace("\u00a0", "~").replace("\u202f", "_")


@pytest.mark.parametrize(("lang", "text", "expected"), CASES)
def test_spaces_of(lang: str, text: str, expected: str) -> None:
    line = parse_inlines(text, "a.md", 1, 1, lang).value
    assert shown(plain_inlines(set_spaces(line, lang))) == expected


@given(LINES, LINES, LANGUAGES)
def test_only_spaces_change_and_a_second_time_nothing(before: list[str], within: list[str], lang: str) -> None:
    line = (Text("".join(before)), Emphasis((Text("".join(within)),)), Text("".join(before)))
    once = set_spaces(line, lang)
    assert "".join(plain_inlines(once).split()) == "".join(plain_inlines(line).split())
    assert set_spaces(once, lang) == once
    assert plain(plain_inlines(once)) == plain(plain_inlines(line)), "the proof of an e-book would see another text"


@given(LINES, LANGUAGES)
def test_no_space_is_doubled(words: list[str], lang: str) -> None:
    line = (Text("".join(words)),)
    assert doubled(plain_inlines(set_spaces(line, lang))) <= doubled(plain_inlines(line))


def doubled(words: str) -> int:
    return sum(one.isspace() and other.isspace() for one, other in pairwise(words))


@pytest.mark.parametrize(("title", "expected"), [
    ("An engineer remembers the winter of 1934", "An engineer remembers the winter of~1934"),
    ("What *The New Republic* thought", "What The New Republic~thought"),
    ("On *The New Republic*", "On The New~Republic"),
    ("Friends and rivals, 1934", "Friends and rivals,~1934"),
    ("The Smolny", "The Smolny"), ("Murder", "Murder"), ("", ""), ("The Uses of Murder", "The Uses of~Murder"),
    ("A short history of counterrevolutionary organisations", "A short history of counterrevolutionary organisations"),
    ("Where is it printed: `a b`", "Where is it printed: a b"),
])
def test_the_last_word_of_a_title_is_tied_to_the_one_before(title: str, expected: str) -> None:
    line = parse_inlines(title, "a.md", 1, 1, "en-GB").value
    assert shown(plain_inlines(tie_last_words(line, "en-GB"))) == expected


@given(
    st.lists(st.sampled_from([
        "May", "June", "Sept.", "1", "12", "3rd", "1934", "§", "§§", "–", "—", ".", "...", "St", "St.", "Mrs", "Dr.",
        "Prof", "Messrs.", "Kirov", "S.", "p.", "IV", "and", ",", "~",
    ]), max_size=9),
    st.sampled_from(["en-GB", "en-US"]),
)
def test_no_line_is_passed_over_in_which_a_space_is_to_be_set(words: list[str], lang: str) -> None:
    line = (Text(" ".join(words).replace("~", "\N{NO-BREAK SPACE}")),)
    searched = tuple(replace(rule, needs=()) for rule in spacing._rules_of(lang))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spacing, "_rules_of", lambda _: searched)
        expected = set_spaces(line, lang)
    assert set_spaces(line, lang) == expected
