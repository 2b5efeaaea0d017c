"""Dates as a catalogue keeps them, printed for readers."""

from __future__ import annotations

import pytest

from kirovbook.render.dates import print_date

CASES = """
1934-12-01   en-GB  1 December 1934
1934-12-01   en-US  December 1, 1934
1934-12-01   de     1. Dezember 1934
1934-12-01   fr-CA  1 décembre 1934
1934-12-01   ru     1 декабря 1934
1934-12      ru     декабрь 1934
1934-12-01   el     1 Δεκεμβρίου 1934
1934-12      el     Δεκέμβριος 1934
1934-12-01   ar     1 ديسمبر 1934
193X         ar     عقد 1930
1934-12      en     December 1934
1934         en     1934
192X         en     1920s
192X         de     1920er Jahre
192X         ru     1920-е годы
1937?        en     1937?
1937~        en     about 1937
1937-11%     en     about November 1937?
1932/1934    en     1932–1934
1932-01/1934 en     January 1932 – 1934
1932/..      en     1932–
1934-13-01   en     1934-13-01
?            en     ?
             en
spring 1934  en     spring 1934
1934-12-01   xx     1 December 1934
"""


@pytest.mark.parametrize("case", CASES.strip("\n").split("\n"))
def test_a_date_is_printed_as_the_language_writes_it(case):
    edtf, lang, expected = case[:13].strip(), case[13:20].strip(), case[20:].strip()
    assert print_date(edtf, lang) == expected
