"""Find where a line ends between two words, and where within one: the layout leaves out the space, and adds a hyphen.

ISO 32000-1, 14.8.2.2.3 and 14.8.2.5: a reader must be able to tell a hyphen of the line from one of the word, and
words must be parted by spaces in the file itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from enum import Enum
from unicodedata import bidirectional
from xml.etree import ElementTree as ET

from kirovbook.export.tags.survey import Survey, Words
from kirovbook.export.tags.tree import Run

_FLOWS = frozenset({
    "html", "body", "section", "div", "header", "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "li",
    "dt", "dd", "td", "th", "caption", "figcaption", "figure",
})
_SPACES, _HYPHEN, _SOFT_HYPHEN = " \t\n\r\f", "\u2010", "\u00ad"


class Ending(Enum):
    """How a run ends, other than its words say."""

    SPACE = "space"
    SOFT_HYPHEN = "soft hyphen"


def flows_of(survey: Survey) -> dict[ET.Element, list[Words]]:
    """Give the runs of each paragraph, cell or note, in reading order."""
    flows: dict[ET.Element, list[Words]] = defaultdict(list)
    homes: dict[ET.Element, ET.Element] = {}
    for words in survey.words:
        flows[_home(words.owner, survey.parents, homes)].append(words)
    return flows


def find_endings(survey: Survey) -> dict[Run, Ending]:
    """Hold the runs of each paragraph against its words in the markup."""
    endings = dict.fromkeys(survey.apart, Ending.SPACE)
    for home, runs in flows_of(survey).items():
        endings |= _endings_of("".join(_written(home)), runs)
    return endings


def find_said(survey: Survey, endings: Mapping[Run, Ending]) -> dict[Run, str]:
    """Give the words of each run that is not read as it is drawn.

    Words from right to left are drawn from left to right, in no order of reading, and what stands beside them in
    their paragraph is taken for their like; letters that are set wide apart are taken for words.
    """
    said: dict[Run, str] = {}
    for runs in flows_of(survey).values():
        is_backwards = any(bidirectional(letter) in {"R", "AL"} for words in runs for letter in words.text)
        said |= {
            words.run: _said(words.text, endings.get(words.run)) for words in runs if is_backwards or words.is_spaced
        }
    return said


def _said(text: str, ending: Ending | None) -> str:
    match ending:
        case Ending.SPACE:
            return f"{text} "
        case Ending.SOFT_HYPHEN:
            return text.removesuffix(_HYPHEN)
        case None:
            return text


def _is_flow(element: ET.Element) -> bool:
    return element.tag in _FLOWS or element.get("class") == "note"


def _home(
    element: ET.Element, parents: dict[ET.Element, ET.Element], known: dict[ET.Element, ET.Element]
) -> ET.Element:
    """Give the paragraph, cell or note that an element's words run on in."""
    if element not in known:
        known[element] = element if _is_flow(element) else _home(parents[element], parents, known)
    return known[element]


def _written(element: ET.Element) -> Iterator[str]:
    """Give the words of a flow as the markup has them, without those of flows within it."""
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield "\n"
        elif not _is_flow(child):
            yield from _written(child)
        yield child.tail or ""


def _endings_of(written: str, runs: list[Words]) -> dict[Run, Ending]:
    endings: dict[Run, Ending] = {}
    at, before = 0, ""
    for index, words in enumerate(runs):
        if words.is_generated:
            before = words.text
            continue
        start = at
        while at < len(written) and written[at] in _SPACES:
            at += 1
        if index and at > start and before[-1:] not in _SPACES and words.text[0] not in _SPACES:
            endings[runs[index - 1].run] = Ending.SPACE
        ends_in_hyphen = words.text.endswith(_HYPHEN)
        at = _skip(written, at, words.text[:-1] if ends_in_hyphen else words.text)
        if ends_in_hyphen and written[at : at + 1] != _HYPHEN:
            endings[words.run] = Ending.SOFT_HYPHEN
        elif ends_in_hyphen:
            at += 1
        before = words.text
    return endings


def _skip(written: str, at: int, drawn: str) -> int:
    """Go on behind as many letters as were drawn: their number stays, whatever a style makes of their case."""
    letters = sum(letter not in _SPACES and letter != _SOFT_HYPHEN for letter in drawn)
    while letters > 0 and at < len(written):
        letters -= written[at] not in _SPACES and written[at] != _SOFT_HYPHEN
        at += 1
    while written[at : at + 1] == _SOFT_HYPHEN:
        at += 1
    return at
