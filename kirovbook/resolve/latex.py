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
    MacroTextSpec("textemdash", "—"),
)


_TWO_ARGUMENTS = frozenset({"href", "foreignlanguage", "textlang"})
"""Of these only the second argument is printed."""

_UNPRINTED = ("noopsort", "SortNoop", "sortnoop")
_ITALIC = ("<i>", "</i>")
_SWITCHES = {
    "em": _ITALIC, "it": _ITALIC, "itshape": _ITALIC, "sl": _ITALIC, "bf": ("<b>", "</b>"),
    "bfseries": ("<b>", "</b>"), "sc": ('<span style="font-variant: small-caps">', "</span>"),
}  # fmt: skip
"""Commands that hold until their group ends, as in ``{\\em Pravda}``."""


class _Words(LatexNodes2Text):  # type: ignore[misc]  # pylatexenc carries no types
    """Marks the braces that protect a word; those that only hold a command's argument are no protection."""

    _commands = 0

    def macro_node_to_text(self, node: Any) -> str:
        self._commands += 1
        try:
            known = self.latex_context.get_macro_spec(node.macroname)
            arguments = node.nodeargd.argnlist if node.nodeargd is not None else None
            if node.macroname in _TWO_ARGUMENTS and arguments:
                return self._words_of(arguments[-1:])
            if arguments and (known is None or known.macroname != node.macroname or known.simplify_repl is None):
                return self._words_of(arguments)
            return str(super().macro_node_to_text(node))
        finally:
            self._commands -= 1

    def _words_of(self, arguments: list[Any]) -> str:
        """Keep the words of a command whose meaning is not known."""
        return "".join(str(self.nodelist_to_text([argument])) for argument in arguments if argument is not None)

    def group_node_to_text(self, node: Any) -> str:
        words = str(super().group_node_to_text(node))
        begins_with_command = bool(node.nodelist) and isinstance(node.nodelist[0], LatexMacroNode)
        if begins_with_command and (tags := _SWITCHES.get(node.nodelist[0].macroname)):
            return f"{tags[0]}{words}{tags[1]}"
        return words if self._commands or begins_with_command or not words else f"\ue000{words}\ue001"


@cache
def _decoder() -> _Words:
    context = get_default_latex_context_db()
    macros = [*_MARKUP, *(MacroTextSpec(name, "") for name in _UNPRINTED)]
    context.add_context_category("kirovbook", prepend=True, macros=macros)
    return _Words(latex_context=context)


@cache
def _walker_context() -> Any:
    context = get_default_walker_context_db()
    names = (
        "mkbibemph", "mkbibquote", "enquote", "textsuperscript", "textsubscript", "textsc", "textcyrillic", "textgreek",
        "mbox", "textnormal", *_UNPRINTED,
    )  # fmt: skip
    macros = [*(MacroSpec(name, "{") for name in names), *(MacroSpec(name, "{{") for name in sorted(_TWO_ARGUMENTS))]
    context.add_context_category("kirovbook", prepend=True, macros=macros)
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
    except (LatexWalkerError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return _without_commands(value)


def _without_commands(value: str) -> str:
    """Keep the words of what pylatexenc cannot read: a command whose argument is missing, say."""
    return re.sub(r"\\[A-Za-z]+[ ]?|[\\{}]", "", value)


def _depth(value: str) -> int:
    depth = deepest = 0
    for sign in value:
        depth += (sign == "{") - (sign == "}")
        deepest = max(deepest, depth)
    return deepest
