"""Turn what a ``.bib`` file says in LaTeX into plain words: accents, dashes, quotation marks, emphasis.

Braces that protect a word from title case become ``<span class="nocase">``, emphasis ``<i>``: the small
markup of CSL-JSON. Only fields that hold a sign of LaTeX are decoded.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.latexwalker import LatexMacroNode, LatexWalker, LatexWalkerError
from pylatexenc.latexwalker import get_default_latex_context_db as get_default_walker_context_db
from pylatexenc.macrospec import MacroSpec

_SIGNS = re.compile(r"[\\{}$~]|--|``|''")
_UNESCAPED_SIGN = re.compile(r"(?<!\\)[%&]")
_NOCASE = re.compile("\ue000|\ue001")
_LONGEST = 20_000
_DEEPEST = 40
_MARKUP = (
    MacroTextSpec("emph", "<i>%s</i>"),
    MacroTextSpec("textit", "<i>%s</i>"),
    MacroTextSpec("mkbibemph", "<i>%s</i>"),
    MacroTextSpec("textbf", "<b>%s</b>"),
    MacroTextSpec("textsc", '<span style="font-variant: small-caps">%s</span>'),
    MacroTextSpec("textsuperscript", "<sup>%s</sup>"),
    MacroTextSpec("textsubscript", "<sub>%s</sub>"),
    MacroTextSpec("enquote", "“%s”"),
    MacroTextSpec("mkbibquote", "“%s”"),
    MacroTextSpec("textendash", "–"),
    MacroTextSpec("url", "%s"),
    MacroTextSpec("href", "%(2)s"),
    MacroTextSpec("textemdash", "—"),
)


class _Words(LatexNodes2Text):  # type: ignore[misc]  # pylatexenc carries no types
    """Marks the braces that protect a word; those that only hold a command's argument are no protection."""

    _commands = 0

    def macro_node_to_text(self, node: Any) -> str:
        self._commands += 1
        try:
            return str(super().macro_node_to_text(node))
        finally:
            self._commands -= 1

    def group_node_to_text(self, node: Any) -> str:
        words = str(super().group_node_to_text(node))
        begins_with_command = bool(node.nodelist) and isinstance(node.nodelist[0], LatexMacroNode)
        return words if self._commands or begins_with_command or not words else f"\ue000{words}\ue001"


@cache
def _decoder() -> _Words:
    context = get_default_latex_context_db()
    context.add_context_category("kirovbook", prepend=True, macros=list(_MARKUP))
    return _Words(latex_context=context)


@cache
def _walker_context() -> Any:
    context = get_default_walker_context_db()
    names = ("mkbibemph", "mkbibquote", "enquote", "textsuperscript", "textsubscript", "textsc")
    context.add_context_category("kirovbook", prepend=True, macros=[MacroSpec(name, "{") for name in names])
    return context


def decode(value: str) -> str:
    """Give the words of a value, without any mark of protection."""
    return _NOCASE.sub("", _decoded(value))


def decode_title(value: str) -> str:
    """Give the words of a title; protected words stand in ``<span class="nocase">``."""
    words = _decoded(value)
    depth = 0
    pieces: list[str] = []
    for piece in re.split("([\ue000\ue001])", words):
        if piece == "\ue000":
            depth += 1
            pieces.append('<span class="nocase">' if depth == 1 else "")
        elif piece == "\ue001":
            depth -= 1
            pieces.append("</span>" if depth == 0 else "")
        else:
            pieces.append(piece)
    return "".join(pieces)


def _decoded(value: str) -> str:
    if not _SIGNS.search(value):
        return value
    if len(value) > _LONGEST or _depth(value) > _DEEPEST:
        return re.sub(r"[\\{}]", "", value)
    text = _UNESCAPED_SIGN.sub(r"\\\g<0>", value)
    try:
        nodes, _, _ = LatexWalker(text, latex_context=_walker_context(), tolerant_parsing=True).get_latex_nodes()
        return " ".join(str(_decoder().nodelist_to_text(nodes)).split(" ")).replace("\n", " ")
    except (LatexWalkerError, ValueError, IndexError, RecursionError):
        return re.sub(r"[\\{}]", "", value)


def _depth(value: str) -> int:
    depth = deepest = 0
    for sign in value:
        depth += (sign == "{") - (sign == "}")
        deepest = max(deepest, depth)
    return deepest
