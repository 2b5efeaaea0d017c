"""Find within a line what Pandoc adds to CommonMark: citations, notes, spans, attributes, raised letters.

Each rule is markdown-it's kind of function: it looks at ``state.pos``, and when its construct begins there
it moves ``state.pos`` past it and, unless ``silent``, adds tokens. Rules step over brackets only where the
text is not nested beyond reason (``env["flat"]``), which keeps any text readable in linear time.
"""

from __future__ import annotations

import re
from typing import Final

from kirovbook.model.inlines import Attributes
from kirovbook.parse.attributes import read_attributes
from kirovbook.parse.citation_syntax import WrittenCite, read_citation, read_key
from kirovbook.parse.commonmark import Commonmark, InlineRule, StateInline, Token, label_end
from kirovbook.parse.stepping import Stepper
from kirovbook.quick_dataclass import dataclass

_NOTE: Final = re.compile(r"\[\^([^\[\]\s]{1,200})\]")
_RAISED: Final = re.compile(r"(?:[^\s\\^~]|\\[^\n])+")
_DISPLAY: Final = re.compile(r"\$\$[^$]{1,2000}\$\$")
_FORMULA: Final = re.compile(r"\$(?![\s$])(?:[^$\\\n]|\\[^\n]|\n(?!\n)){0,300}?(?<!\s)\$(?!\d)")
_COMMAND: Final = re.compile(r"\\[A-Za-z]{2,}\*?(?:\[[^\]\n]{0,200}\])?(?:\{[^{}\n]{0,500}\})+")
_BARE_COMMAND: Final = re.compile(r"\\(?:newpage|pagebreak|clearpage|noindent|LaTeX|TeX|ldots|S|P|ss|o|ae|oe)\b")


@dataclass(frozen=True, slots=True)
class CiteTokens:
    """A cite with the tokens of its prefix and its suffix."""

    cite: WrittenCite
    prefix: tuple[Token, ...]
    suffix: tuple[Token, ...]


def add_inline_rules(reader: Commonmark) -> None:
    """Add our rules to those of CommonMark, each before the one it must forestall."""
    ruler = reader.inline.ruler
    ruler.before("link", "note_call", note_call)
    ruler.before("link", "citation", citation)
    ruler.before("link", "span", span)
    ruler.before("escape", "no_break_space", no_break_space)
    ruler.before("escape", "tex", tex)
    ruler.before("escape", "mathematics", mathematics)
    ruler.after("image", "inline_note", inline_note)
    ruler.after("inline_note", "raised", raised)
    ruler.after("raised", "attributes", attributes)
    ruler.disable(["footnote_ref"])
    for name in ("link", "image"):
        known = next(rule for rule in ruler.__rules__ if rule.name == name)
        known.fn = _unless_flat(known.fn)


def note_call(state: StateInline, silent: bool) -> bool:
    """Read ``[^label]``."""
    called = _NOTE.match(state.src, state.pos, state.posMax)
    if called is None:
        return False
    if not silent:
        token = state.push("note_call", "", 0)
        token.meta = {"pos": state.pos, "label": called[1]}
    state.pos = called.end()
    return True


def inline_note(state: StateInline, silent: bool) -> bool:
    """Read ``^[a note]``."""
    start = state.pos
    if state.env.get("flat") or not state.src.startswith("^[", start, state.posMax):
        return False
    end = label_end(state, start + 1)
    if end < 0:
        return False
    if not silent:
        token = state.push("inline_note", "", 0)
        token.meta = {"pos": start}
        token.children = _tokens(state, start + 2, end)
    state.pos = end + 1
    return True


def citation(state: StateInline, silent: bool) -> bool:
    """Read a citation; register it before ``link``, which would take its bracket."""
    char = state.src[state.pos]
    if char not in "[@-" or state.src.find("@", state.pos, state.posMax) < 0:
        return False
    start = state.pos
    stepper = _stepper(state)
    if state.env.get("flat"):
        key = read_key(stepper, start)
        stepper = Stepper(state.src, key.end if key else start)
    found = read_citation(stepper, start)
    state.pos = start
    if found is None:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        cites = tuple(
            CiteTokens(cite, tuple(_tokens(state, *cite.prefix)), tuple(_tokens(state, *cite.suffix)))
            for cite in found.cites
        )
        token.meta = {"pos": start, "length": found.end - found.start, "mode": found.mode, "cites": cites}
    state.pos = found.end
    return True


def span(state: StateInline, silent: bool) -> bool:
    """Read ``[text]{attributes}``."""
    start = state.pos
    if state.src[start] != "[" or state.env.get("flat"):
        return False
    end = label_end(state, start)
    read = read_attributes(state.src, end + 1, state.posMax) if end >= 0 else None
    if read is None:
        return False
    if not silent:
        _enclose(state, "span", (start + 1, end), read[0], start)
    state.pos = read[1]
    return True


def attributes(state: StateInline, silent: bool) -> bool:
    """Read attributes that stand right after a picture, a link or code."""
    if state.src[state.pos] != "{" or state.pending or not state.tokens:
        return False
    last = state.tokens[-1]
    if last.type not in {"image", "link_close", "code_inline"} or "attributes" in last.meta:
        return False
    read = read_attributes(state.src, state.pos, state.posMax)
    if read is None:
        return False
    if not silent:
        last.meta["attributes"] = read[0]
    state.pos = read[1]
    return True


def raised(state: StateInline, silent: bool) -> bool:
    """Read ``^superscript^`` and ``~subscript~``: words without space."""
    start = state.pos
    mark = state.src[start]
    if mark not in "^~" or silent:
        return False
    words = _RAISED.match(state.src, start + 1, state.posMax)
    if words is None or not state.src.startswith(mark, words.end(), state.posMax):
        return False
    _enclose(state, "superscript" if mark == "^" else "subscript", words.span(), Attributes(), start)
    state.pos = words.end() + 1
    return True


def no_break_space(state: StateInline, silent: bool) -> bool:
    r"""Read ``\ ``: a space at which no line breaks."""
    if not state.src.startswith("\\ ", state.pos, state.posMax):
        return False
    if not silent:
        state.append_pending("\u00a0")
    state.pos += 2
    return True


def mathematics(state: StateInline, silent: bool) -> bool:
    """Find a formula, which is kept as it was written and reported."""
    if state.src[state.pos] != "$":
        return False
    found = _DISPLAY.match(state.src, state.pos, state.posMax) or _FORMULA.match(state.src, state.pos, state.posMax)
    return _keep(state, found, "mathematics", silent=silent)


def tex(state: StateInline, silent: bool) -> bool:
    """Find a command of TeX, which is kept as it was written and reported."""
    if state.src[state.pos] != "\\":
        return False
    found = _COMMAND.match(state.src, state.pos, state.posMax) or _BARE_COMMAND.match(
        state.src, state.pos, state.posMax
    )
    return _keep(state, found, "tex", silent=silent)


def _keep(state: StateInline, found: re.Match[str] | None, kind: str, *, silent: bool) -> bool:
    if found is None:
        return False
    if not silent:
        token = state.push("kept", "", 0)
        token.content = found[0]
        token.meta = {"pos": found.start(), "kind": kind}
    state.pos = found.end()
    return True


def _tokens(state: StateInline, start: int, end: int) -> list[Token]:
    """Read a part of the run by itself; positions in it count from ``start``."""
    tokens: list[Token] = []
    state.md.inline.parse(state.src[start:end], state.md, state.env, tokens)
    return tokens


def _stepper(state: StateInline) -> Stepper:
    """Give the one stepper of this run: what it has once found out, no bracket of the run asks again."""

    def skip(at: int) -> int:
        state.pos = at
        state.md.inline.skipToken(state)
        return state.pos

    steppers: dict[tuple[str, int], Stepper] = state.env.setdefault("steppers", {})
    run = state.src, state.posMax
    return steppers.setdefault(run, Stepper(*run)).skipping(skip)


def _enclose(state: StateInline, kind: str, inner: tuple[int, int], given: Attributes, pos: int) -> None:
    after = state.posMax
    token = state.push(f"{kind}_open", "", 1)
    token.meta.update(pos=pos, attributes=given)
    state.pos, state.posMax = inner
    state.md.inline.tokenize(state)
    state.posMax = after
    state.push(f"{kind}_close", "", -1)


def _unless_flat(rule: InlineRule) -> InlineRule:
    def unless_flat(state: StateInline, silent: bool) -> bool:
        return not state.env.get("flat") and rule(state, silent)

    return unless_flat
