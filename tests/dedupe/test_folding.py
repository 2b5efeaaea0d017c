"""One name in all the spellings that a historian of the Soviet Union meets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirovbook.resolve.dedupe.folding import fold, skeleton


@pytest.mark.parametrize(
    "spellings",
    [
        "Троцкий Trotsky Trotzki Trotskii Trockij",
        "Николаев Nikolayev Nikolaev Nikolaiev Nikolajew",
        "Тухачевский Tukhachevsky Tuchatschewski Tuhačevskij Tukhachevskii",
        "Бухарин Bukharin Bucharin Buharin",
        "Ежов Yezhov Jeshow Ežov Ezhov",
        "революция revoliutsiia revolyutsiya revoljucija revolûciâ",
        "Дзержинский Dzerzhinsky Dserschinski Dzeržinskij",
        "Горький Gor'kii Gorky Gorkij",
        "Киров Kirov Kirow Кіров",
        "Зиновьев Zinoviev Sinowjew Zinov'ev Zinovyev",
        "Щербаков Shcherbakov Schtscherbakow Ŝerbakov Ščerbakov",
        "Хрущев Khrushchev Hruŝëv",
        "Николаевский Nicolaevsky Nikolaevskii Nikolayevsky",
    ],
)
def test_spellings_of_a_name_have_one_skeleton(spellings: str) -> None:
    assert len({skeleton(fold(name)) for name in spellings.split()}) == 1


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        (r"{\'E}tudes \& {L}e\c{c}ons", "etudes and lecons"),
        (r"na{\"\i}ve \emph{th\'e}", "naive the"),
        ("XVII съезд ВКП(б)", "17 sezd vkp b"),
        ("ХVII съезд", "17 sezd"),
        ("17-й съезд", "17 sezd"),
        ("the 17th Congress", "the 17 congress"),
        ("Stalin's “Court”", "stalins court"),
        ("B &#246; hlen", "bohlen"),
        ("Æthelred ø Straße", "aethelred o strasse"),
        ("孫子 兵法", "孫子 兵法"),
        ("", ""),
    ],
)
def test_words_are_folded(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(max_size=60))
def test_any_text_can_be_folded(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())
    skeleton(folded)
