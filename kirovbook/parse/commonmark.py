"""Read CommonMark: the one door to markdown-it and its plugins."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markdown_it import MarkdownIt
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.parser_inline import RuleFuncInlineType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

__all__ = [
    "DEEPEST",
    "BlockRule",
    "Commonmark",
    "InlineRule",
    "StateBlock",
    "StateInline",
    "Token",
    "label_end",
]

BlockRule = RuleFuncBlockType
InlineRule = RuleFuncInlineType

DEEPEST = 60
"""How many levels of blocks markdown-it reads; beyond it drops text, so a rule of ours stops short of it."""

_PLACED = ("link", "image", "html_inline", "backticks", "autolink")


class Commonmark(MarkdownIt):
    """CommonMark with pipe tables, strikeout, definition lists and notes; every token knows its place.

    A block's first token has ``meta["offset"]``: where it begins in the text. A link, a picture, code and
    raw HTML have ``meta["pos"]``: where they begin in their run of inline text.
    """

    def __init__(self) -> None:
        super().__init__("commonmark", {"maxNesting": DEEPEST, "store_labels": True})
        self.enable(["table", "strikethrough"])
        self.use(deflist_plugin)
        self.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        """Escape a web address for use in a link; an id of the book stays as the author wrote it."""
        return url if url.startswith("#") else super().normalizeLink(url)

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - markdown-it's name
        """Take every address: which of them may be followed is said with a diagnostic, later."""
        return True

    def replace_block_rule(self, name: str, make: Callable[[BlockRule], BlockRule]) -> None:
        """Put a rule made of the known one in its place, with the same right to interrupt others."""
        for known in self.block.ruler.__rules__:
            if known.name == name:
                known.fn = make(known.fn)
        self.block.ruler.enable([name])

    def keep_places(self) -> None:
        """Have every rule note where what it found begins. Call it after the last rule has been added."""
        for known in self.block.ruler.__rules__:
            known.fn = _placed_block(known.fn)
        for inline in self.inline.ruler.__rules__:
            if inline.name in _PLACED:
                inline.fn = _placed_inline(inline.fn)
        self.block.ruler.enable(["paragraph"])
        self.inline.ruler.enable(["text"])

    def block_tokens(self, text: str, env: dict[str, object]) -> list[Token]:
        """Read the blocks of a text; their inline text is left as it is."""
        tokens: list[Token] = []
        self.block.parse(text, self, env, tokens)
        return tokens

    def inline_tokens(self, text: str, env: dict[str, object]) -> list[Token]:
        """Read a run of inline text."""
        tokens: list[Token] = []
        self.inline.parse(text, self, env, tokens)
        return tokens


def label_end(state: StateInline, start: int) -> int:
    """Give the index of the bracket that closes the one at ``start``, or -1."""
    end: int = state.md.helpers.parseLinkLabel(state, start)
    return end


def _placed_block(rule: BlockRule) -> BlockRule:
    def placed(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        count = len(state.tokens)
        offset = state.bMarks[start_line] + state.tShift[start_line]
        matched = rule(state, start_line, end_line, silent)
        if matched and len(state.tokens) > count:
            state.tokens[count].meta.setdefault("offset", offset)
        return matched

    return placed


def _placed_inline(rule: InlineRule) -> InlineRule:
    def placed(state: StateInline, silent: bool) -> bool:
        count = len(state.tokens)
        pos = state.pos
        matched = rule(state, silent)
        if matched and not silent:
            _note_position(state.tokens[count : count + 2], pos)
        return matched

    return placed


def _note_position(tokens: Iterable[Token], pos: int) -> None:
    for token in tokens:
        if token.type != "text":
            token.meta.setdefault("pos", pos)
            return


