"""Read a text with every rule that a Pandoc author expects, and arrange its blocks as a tree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from functools import cache
from typing import Final

from kirovbook.parse.block_rules import add_block_rules
from kirovbook.parse.commonmark import Commonmark, Token
from kirovbook.parse.inline_rules import add_inline_rules
from kirovbook.quick_dataclass import dataclass

DEEPEST_BRACKETS: Final = 40
"""Brackets nested deeper than this in one paragraph are read as text: no author means them."""


@dataclass(frozen=True, slots=True)
class Node:
    """A block's token, and the blocks within it."""

    token: Token
    children: list[Node] = field(default_factory=list)


@cache
def commonmark() -> Commonmark:
    """Give the reader with all its rules."""
    reader = Commonmark()
    add_block_rules(reader)
    add_inline_rules(reader)
    reader.keep_places()
    return reader


def read_block_nodes(text: str, env: dict[str, object]) -> list[Node]:
    """Read the blocks of a text; ``env`` then holds its link definitions."""
    return _nested(commonmark().block_tokens(text, env))


def read_inline_tokens(text: str, env: dict[str, object]) -> list[Token]:
    """Read a run of inline text; ``env["flat"]`` answers whether its brackets were too deep to be read."""
    env["flat"] = bracket_depth(text) > DEEPEST_BRACKETS
    return commonmark().inline_tokens(text, env)


def bracket_depth(text: str) -> int:
    """Count how deep brackets nest, those never closed included."""
    deepest = depth = 0
    for char in text:
        if char == "[":
            depth += 1
            deepest = max(deepest, depth)
        elif char == "]" and depth:
            depth -= 1
    return deepest


def _nested(tokens: Iterable[Token]) -> list[Node]:
    root: list[Node] = []
    open_lists = [root]
    for token in tokens:
        if token.nesting < 0:
            if len(open_lists) > 1:
                open_lists.pop()
            continue
        node = Node(token)
        open_lists[-1].append(node)
        if token.nesting > 0:
            open_lists.append(node.children)
    return root
