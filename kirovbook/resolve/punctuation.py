"""Set note marks and citations among the words and stops around them, as a typesetter does."""

from __future__ import annotations

import re
from dataclasses import replace

from kirovbook.model.citation import CitationMode
from kirovbook.model.inlines import (
    CitationText,
    Emphasis,
    Inline,
    Inlines,
    Link,
    NoteMark,
    SmallCaps,
    Span,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from kirovbook.model.plain import plain_inlines
from kirovbook.model.walk import map_inlines

_STOPS = ".,;:!?"
_STOP_RUN = re.compile(r"[.,;:!?…]+[)\]”’»›“\"]*")
_CLOSING_RUN = re.compile(r"(?:[.,;:!?…)\]”»›\"]|’(?!\w))+")
_POSSESSIVE = re.compile(r"[’']s\b")
_BRACKETS = str.maketrans("()", "[]")
_ABBREVIATED = re.compile(r"\b(?:ibid|etc|al|ed|eds)\.$", re.IGNORECASE)
_UNSIGNED_ENTRY = re.compile(r"\((?:[^()]{0,200}\D)?(?P<year>\d{4})\), [^\W\d][^\d()“‘«„,;:]{0,12} [“‘«„]")
_SECOND_DATE = re.compile(r"(?P<inner>,?)(?P<quote>[”’»“]),? \((?P<year>\d{4})\)(?P<stop>[.,;]?)")
_QUOTE_END = re.compile(r"[”’]+$")
_SENTENCE_END = re.compile(r"[.?!…][)\]”’»\"]*\s*$")
_LEADS_IN = re.compile(
    r"(?:[,:;(\[—–]|\b(?:see|also|in|by|from|and|with|cf\.|e\.g\.|e\.g\.,|compare|of|to|or|but))\s*$", re.IGNORECASE
)


def settle_marks(line: Inlines, lang: str) -> Inlines:
    """Move each note mark behind the stop that follows it, and take away the space before it.

    A dash stays behind the mark (Chicago 18, 13.28). In American English a stop goes inside the quotation
    mark that it follows.
    """
    made: list[Inline] = []
    rest = [_settled_within(inline, lang) for inline in line]
    index = 0
    while index < len(rest):
        if not _is_mark(rest[index]):
            made.append(rest[index])
            index += 1
            continue
        marks, index = _group(rest, index)
        had_space = _strip_end(made)
        after = rest[index] if index < len(rest) else None
        if isinstance(after, Text):
            run = _run_to_move(after.words, made, had_space=had_space)
            if run:
                _append_stop(made, run, is_american=lang.lower() == "en-us")
                rest[index] = Text(after.words[len(run) :])
        made.extend(marks)
    return tuple(inline for inline in made if inline != Text(""))


def _settled_within(inline: Inline, lang: str) -> Inline:
    match inline:
        case (
            Emphasis() | Strong() | Strikeout() | Superscript() | Subscript() | SmallCaps() | Span() | Link()
        ):
            return replace(inline, content=settle_marks(inline.content, lang))
        case _:
            return inline


def _is_mark(inline: Inline) -> bool:
    if isinstance(inline, CitationText):
        return bool(inline.content) and isinstance(inline.content[0], Superscript)
    return isinstance(inline, NoteMark)


def _group(line: list[Inline], start: int) -> tuple[list[Inline], int]:
    """Give the marks that stand together from ``start`` on, and where the line goes on."""
    marks, index = [line[start]], start + 1
    while index < len(line):
        between = line[index]
        is_space = isinstance(between, Text) and not between.words.strip()
        if _is_mark(between):
            marks.append(between)
            index += 1
        elif is_space and index + 1 < len(line) and _is_mark(line[index + 1]):
            index += 1
        else:
            break
    return marks, index


def _strip_end(made: list[Inline]) -> bool:
    had_space = False
    while made and isinstance(last := made[-1], Text):
        stripped = last.words.rstrip()
        had_space = had_space or stripped != last.words
        made[-1] = Text(stripped)
        if stripped:
            break
        made.pop()
    return had_space


def _run_to_move(words: str, made: list[Inline], *, had_space: bool) -> str:
    if made and isinstance(made[-1], CitationText) and (owned := _POSSESSIVE.match(words)):
        return owned[0]
    found = (_CLOSING_RUN if had_space else _STOP_RUN).match(words)
    return found[0] if found else ""


def _append_stop(made: list[Inline], run: str, *, is_american: bool) -> None:
    last = made[-1] if made else None
    if isinstance(last, Text) and is_american and run[0] in ".," and (quote := _QUOTE_END.search(last.words)):
        before = last.words[: quote.start()]
        stop = "" if before[-1:] in _STOPS else run[0]
        made[-1] = Text(before + stop + quote[0] + run[1:])
    elif isinstance(last, Text):
        is_repeated = run[0] == "." and last.words.endswith(".")
        made[-1] = Text(last.words + (run[1:] if is_repeated else run))
    else:
        made.append(Text(run))


def settle_citations_inside(line: Inlines) -> Inlines:
    """Set the citations of an author's own note into its sentences.

    One that begins a sentence is a sentence of its own; behind "see", a colon or a comma it goes on; else
    it stands in parentheses, its own parentheses in brackets (Chicago 18, 13.35).
    """
    made: list[Inline] = []
    rest = list(line)
    for index, inline in enumerate(rest):
        if isinstance(inline, CitationText):
            made.extend(_set(inline, plain_inlines(made), plain_inlines(rest[index + 1 :])))
            rest[index + 1 :] = _without_second_stop(plain_inlines(made), rest[index + 1 :])
        elif isinstance(inline, Emphasis | Strong | Strikeout | Superscript | Subscript | SmallCaps | Span | Link):
            made.append(replace(inline, content=settle_citations_inside(inline.content)))
        else:
            made.append(inline)
    return tuple(inline for inline in made if inline != Text(""))


def _without_second_stop(before: str, after: list[Inline]) -> list[Inline]:
    match after:
        case [Text(words), *rest] if words.startswith(".") and re.search(r"[.?!][”’]?$", before):
            return [Text(words[1:]), *rest]
        case _:
            return after


def _set(citation: CitationText, before: str, after: str) -> Inlines:
    content = citation.content
    is_led_in = bool(_LEADS_IN.search(before))
    begins = not before.strip() or (bool(_SENTENCE_END.search(before)) and not is_led_in)
    space = (Text(" "),) if before and not before[-1].isspace() and before[-1] not in "([—–“‘" else ()
    ends = not after.strip() or (after[:1].isspace() and after.lstrip()[:1].isupper())
    if begins or is_led_in or citation.citation.mode is CitationMode.INTEXT:
        content = capitalised(content) if begins else content
        return (*space, replace(citation, content=content if ends else cut_stop(content)))
    return (*space, Text("("), replace(citation, content=_in_brackets(cut_stop(content))), Text(")"))


def _in_brackets(inlines: Inlines) -> Inlines:
    """Give the inlines with brackets for parentheses, as within parentheses."""
    return map_inlines(
        inlines, lambda one: (Text(one.words.translate(_BRACKETS)),) if isinstance(one, Text) else (one,)
    )


def capitalised(inlines: Inlines) -> Inlines:
    """Give the inlines with a capital for their first letter, where words begin them."""
    match inlines:
        case (Text(words), *rest):
            return (Text(words[:1].upper() + words[1:]), *rest)
        case (Emphasis(content), *rest):
            return (Emphasis(capitalised(content)), *rest)
        case _:
            return inlines


def without_second_date(inlines: Inlines) -> Inlines:
    """Give a note without the date that Pandoc repeats behind an unsigned entry of an encyclopaedia.

    Chicago's styles print "15th ed. (1998), under “Kirov,” 3", the date as part of what stands for the author;
    Pandoc prints such a date again where it would stand behind an author: "(1998), under “Kirov,” (1998), 3".
    """
    made: list[Inline] = []
    year = ""
    for inline in inlines:
        if not isinstance(inline, Text):
            made.append(inline)
            continue
        start = 0
        if not year and (begun := _UNSIGNED_ENTRY.search(inline.words)):
            year, start = begun["year"], begun.end()
        words = inline.words[start:]
        for found in _SECOND_DATE.finditer(words):
            if year and found["year"] == year:
                words = words[: found.start()] + _closed(found) + words[found.end() :]
                year = ""
                break
        made.append(Text(inline.words[:start] + words))
    return tuple(made)


def _closed(found: re.Match[str]) -> str:
    """Give the end of the entry's title with the stop that stood behind the second date."""
    is_inside = found["inner"] and found["stop"] != ";"
    return f"{found['stop'] or ','}{found['quote']}" if is_inside else f"{found['quote']}{found['stop']}"


def cut_stop(inlines: Inlines) -> Inlines:
    """Give the inlines without their last full stop; that of "Ibid." and of "etc." is kept."""
    match inlines:
        case (*rest, Text(words)) if words.endswith((".”", ".’")):
            return (*rest, Text(words[:-2] + words[-1]))
        case (*rest, Text(words)) if words.endswith(".") and not _ABBREVIATED.search(words):
            return (*rest, Text(words[:-1]))
        case (*rest, Emphasis(content)):
            return (*rest, Emphasis(cut_stop(content)))
        case _:
            return inlines
