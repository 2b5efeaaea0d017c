"""Find the blocks that Pandoc adds to CommonMark: fenced divisions, lines of verse, tables' cells in place."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from kirovbook.model.inlines import Attributes
from kirovbook.parse.attributes import read_attributes
from kirovbook.parse.commonmark import DEEPEST, BlockRule, Commonmark, StateBlock

_FENCE: Final = re.compile(r":{3,}[ \t]*")
_NAME: Final = re.compile(r"([^\s{}:]+)[ \t]*:*[ \t]*$")
_AFTER_BRACES: Final = re.compile(r"[ \t]*:*[ \t]*$")
_CODE_FENCE: Final = re.compile(r"`{3,}|~{3,}")
_VERSE: Final = re.compile(r"\|(?= |$)")
CAPTION: Final = re.compile(r"(?:[Tt]able:|:)[ \t]+(?=\S)")
"""What a caption of a table begins with."""

_DASHED: Final = re.compile(r"[ \t>]*(?:\|[ \t]*)?:?-+:?[ \t]*(?:\|[ \t:-]*)+")
_Fences = dict[tuple[int, int], tuple[int, bool]]

_CITING_LABEL: Final = re.compile(r"\[[^\]\n]{0,500}@")


def add_block_rules(reader: Commonmark) -> None:
    """Add our rules to those of CommonMark."""
    ruler = reader.block.ruler
    for name, rule in (("division", division), ("stray_fence", stray_fence)):
        ruler.before("fence", name, rule, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    ruler.after("table", "verse", verse)
    ruler.before("table", "caption", caption_after_table, {"alt": ["blockquote"]})
    ruler.before("table", "too_deep", too_deep)
    reader.replace_block_rule("table", pipe_table)
    reader.replace_block_rule("reference", link_definition)
    reader.replace_block_rule("deflist", definition_list)


def too_deep(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Keep what is nested deeper than can be read, as text."""
    if silent or state.level < DEEPEST - 4:
        return False
    line = start_line
    while line < end_line and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent):
        line += 1
    token = state.push("too_deep", "", 0)
    token.content = state.getLines(start_line, line, state.blkIndent, False).strip()  # noqa: FBT003
    token.map = [start_line, line]
    state.line = line
    return True


def link_definition(reference: BlockRule) -> BlockRule:
    """Read ``[label]: address``, but leave ``[@key]: words`` and notes to the citation and its sentence."""

    def rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        start = state.bMarks[start_line] + state.tShift[start_line]
        if state.src.startswith("[^", start) or _CITING_LABEL.match(state.src, start, state.eMarks[start_line]):
            return False
        return reference(state, start_line, end_line, silent)

    return rule


def definition_list(deflist: BlockRule) -> BlockRule:
    """Read a definition list, but leave ``: words`` that stand above a table to the table."""

    def rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        line = start_line + 1
        if not silent and line < end_line and state.isEmpty(line) and _is_caption_of_table(state, line + 1, end_line):
            return False
        return deflist(state, start_line, end_line, silent)

    return rule


def _is_caption_of_table(state: StateBlock, line: int, end_line: int) -> bool:
    """Answer whether a paragraph that begins with a caption's mark stands above a table's two first lines."""
    if line >= end_line or not CAPTION.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line]):
        return False
    while line < end_line and not state.isEmpty(line):
        line += 1
    line = state.skipEmptyLines(line)
    dashes = line + 1
    return dashes < end_line and bool(_DASHED.fullmatch(state.src, state.bMarks[dashes], state.eMarks[dashes]))


def division(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Read a fenced division, which may hold others."""
    opened = _opening(state, start_line)
    if opened is None:
        return False
    if silent:
        return True
    name, attributes = opened
    closing, is_closed = _closing_line(state, start_line, end_line)
    token = state.push("division_open", "", 1)
    token.map = [start_line, closing]
    token.meta = {"name": name, "attributes": attributes, "closed": is_closed}
    parent, state.parentType = state.parentType, "division"
    line_max, state.lineMax = state.lineMax, closing
    state.md.block.tokenize(state, start_line + 1, closing)
    state.parentType, state.lineMax = parent, line_max
    state.push("division_close", "", -1)
    reached = max(state.line, start_line + 1)
    state.line = closing + is_closed if reached >= closing else reached
    return True


def stray_fence(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: ARG001
    """Find a line of colons that opens nothing and closes nothing."""
    if state.is_code_block(start_line) or not _fence(state, start_line):
        return False
    if silent:
        return True
    token = state.push("stray_fence", "", 0)
    token.content = state.src[state.bMarks[start_line] + state.tShift[start_line] : state.eMarks[start_line]].rstrip()
    token.map = [start_line, start_line + 1]
    state.line = start_line + 1
    return True


def verse(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Read a line block: each line begins with a bar and a space, or with a space where it goes on."""
    if state.is_code_block(start_line) or not _is_verse(state, start_line):
        return False
    if silent:
        return True
    state.push("verse_open", "", 1).map = [start_line, start_line + 1]
    line = start_line
    while line < end_line and state.sCount[line] >= state.blkIndent and _is_verse(state, line):
        start = state.bMarks[line] + state.tShift[line] + 1
        words = state.src[start : state.eMarks[line]].removeprefix(" ")
        start = state.eMarks[line] - len(words)
        token = state.push("inline", "", 0)
        segments = [(0, start + len(words) - len(words.lstrip()))]
        token.meta["indent"] = len(words) - len(words.lstrip(" "))
        content = words.strip()
        line += 1
        while line < end_line and not state.isEmpty(line) and state.sCount[line] > state.blkIndent:
            if _is_verse(state, line):
                break
            at = state.bMarks[line] + state.tShift[line]
            segments.append((len(content) + 1, at))
            content += " " + state.src[at : state.eMarks[line]].strip()
            line += 1
        token.content = content
        token.meta["segments"] = tuple(segments)
    state.push("verse_close", "", -1)
    state.line = line
    return True


def caption_after_table(state: StateBlock, start_line: int, _end_line: int, silent: bool) -> bool:
    """End a table at its caption, which would be one more row."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    return silent and state.parentType == "table" and CAPTION.match(state.src, start) is not None


def pipe_table(table: BlockRule) -> BlockRule:
    """Read a pipe table, and find where each of its cells stands in its line."""

    def rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        count = len(state.tokens)
        matched = table(state, start_line, end_line, silent)
        if matched and not silent:
            _place_cells(state, count)
        return matched

    return rule


def _place_cells(state: StateBlock, count: int) -> None:
    row: list[tuple[int, int]] = []
    column = 0
    last = state.tokens[count]
    for token in state.tokens[count:]:
        if token.type == "tr_open" and token.map:
            line = token.map[0]
            row = _cells(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line])
            column = 0
        elif token.type == "inline":
            last = token
            start, end = row[column] if column < len(row) else (row[-1][1] if row else 0,) * 2
            token.meta["segments"] = _cell_segments(state.src, start, end)
            column += 1
        elif token.type == "tr_close" and column < len(row):
            # The row's last cell holds the cells for which the table has no column.
            last.content = state.src[row[column - 1][0] : row[-1][1]].strip()
            last.meta["surplus"] = True


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split a row of a table at the bars that are not escaped."""
    while end > start and text[end - 1] in " \t":
        end -= 1
    bars = [at for at in range(start, end) if text[at] == "|" and not (at > start and text[at - 1] == "\\")]
    edges = [start - 1, *bars, end]
    cells = [(left + 1, right) for left, right in pairwise(edges)]
    if cells and cells[0][0] == cells[0][1]:
        cells.pop(0)
    if cells and cells[-1][0] == cells[-1][1]:
        cells.pop()
    return cells


def _cell_segments(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    raw = text[start:end]
    at = start + len(raw) - len(raw.lstrip())
    segments = [(0, at)]
    bar = text.find("\\|", at, end)
    while bar >= 0:
        segments.append((bar - at - len(segments) + 1, bar + 1))
        bar = text.find("\\|", bar + 2, end)
    return tuple(segments)


def _is_verse(state: StateBlock, line: int) -> bool:
    return _VERSE.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line]) is not None


def _fence(state: StateBlock, line: int) -> re.Match[str] | None:
    return _FENCE.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line])


def _opening(state: StateBlock, line: int) -> tuple[str, Attributes] | None:
    """Read the line that opens a division: a name, or attributes whose first class is the name."""
    fence = None if state.is_code_block(line) else _fence(state, line)
    if fence is None:
        return None
    end = state.eMarks[line]
    if word := _NAME.match(state.src, fence.end(), end):
        return word[1], Attributes()
    read = read_attributes(state.src, fence.end(), end)
    if read is None or not _AFTER_BRACES.match(state.src, read[1], end):
        return None
    name, *classes = read[0].classes or ("",)
    return name, Attributes(read[0].id, tuple(classes), read[0].pairs)


def _closing_line(state: StateBlock, start_line: int, end_line: int) -> tuple[int, bool]:
    """Give the line after the content of the division opened at ``start_line``, and whether it is its fence.

    One pass settles every division of these lines; those within ask for theirs in turn.
    """
    known: _Fences = state.env.setdefault("divisions", {})
    start = state.bMarks[start_line]
    if (start_line, start) not in known:
        _match_fences(state, start_line, end_line, known)
    line, is_closed = known[start_line, start]
    return (line, is_closed) if line < end_line else (end_line, False)


def _match_fences(state: StateBlock, start_line: int, end_line: int, known: _Fences) -> None:
    opened: list[int] = []
    code = ""
    end = end_line
    for line in range(start_line, end_line):
        at = state.bMarks[line] + state.tShift[line]
        if code:
            if state.src.startswith(code, at, state.eMarks[line]):
                code = ""
            continue
        if not state.isEmpty(line) and state.sCount[line] < state.blkIndent:
            end = line
            break
        if state.is_code_block(line) and not state.src.startswith(":::", at):
            continue
        if fenced := _CODE_FENCE.match(state.src, at, state.eMarks[line]):
            code = fenced[0]
        elif (fence := _fence(state, line)) is None:
            continue
        elif fence.end() == state.eMarks[line]:
            if opened:
                opener = opened.pop()
                known[opener, state.bMarks[opener]] = (line, True)
            if not opened:
                return
        elif _opening(state, line):
            opened.append(line)
    for line in opened:
        known[line, state.bMarks[line]] = (end, False)
