"""Find the page of the manual that explains a diagnostic."""

from __future__ import annotations

import re
from difflib import get_close_matches
from importlib import resources

from kirovbook.lint.registry import all_rules

_PAGES = resources.files("kirovbook") / "house" / "manual"
_TITLE = re.compile(r"# (?P<code>[A-Z]\d{3}) (?P<name>[a-z0-9-]+)")


def page_of(code: str) -> str:
    """Give a code's page as Markdown, or nothing: a rule's own docstring, else a file of the house's manual."""
    for rule in all_rules():
        if rule.code == code:
            return f"# {rule.code} {rule.name}\n\n{rule.page}\n"
    page = _PAGES / f"{code}.md"
    return page.read_text(encoding="utf-8") if re.fullmatch(r"[A-Z]\d{3}", code) and page.is_file() else ""


def all_codes() -> tuple[str, ...]:
    """Give every code that has a page, in order."""
    files = (page.name.removesuffix(".md") for page in _PAGES.iterdir() if page.name.endswith(".md"))
    return tuple(sorted({*files, *(rule.code for rule in all_rules())}))


def name_of(code: str) -> str:
    """Give the name of the pattern that a code reports: "unknown-key"; nothing if it has no page."""
    title = _TITLE.match(page_of(code))
    return title["name"] if title else ""


def nearest_codes(code: str) -> tuple[str, ...]:
    """Give the codes that look most like one that has no page."""
    return tuple(get_close_matches(code, all_codes(), n=3, cutoff=0.5))
