"""Every finding of the parser has its page in the manual."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "kirovbook"
CODES = sorted(
    {
        code
        for file in (PACKAGE / "parse").glob("*.py")
        for code in re.findall(r'"([A-Z]\d{3})"', file.read_text(encoding="utf-8"))
    }
)


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_a_page(code: str) -> None:
    page = (PACKAGE / "house" / "manual" / f"{code}.md").read_text(encoding="utf-8")
    assert re.match(rf"# {code} [a-z0-9]+(-[a-z0-9]+)+\n\n\S", page)


def test_no_other_page_has_the_name_of_one() -> None:
    pages = [page.read_text(encoding="utf-8").split()[1:3] for page in (PACKAGE / "house" / "manual").glob("*.md")]
    ours = {name: code for code, name in pages if code in CODES}
    assert [(code, name) for code, name in pages if name in ours and ours[name] != code] == []
