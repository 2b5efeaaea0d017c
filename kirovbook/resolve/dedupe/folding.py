"""Fold words so that one work's title and names come out alike, whatever script and spelling they were written in.

Two steps: ``fold`` gives plain small Latin words without accents, punctuation and LaTeX; ``skeleton`` takes out
what the ways of transliterating Russian differ in (BGN, Library of Congress, ISO 9, German), so that Хрущев,
Khrushchev, Chruschtschow and Hruŝëv are one. A skeleton is to be compared, never to be read.
"""

from __future__ import annotations

import html
import re
import unicodedata

_CYRILLIC = str.maketrans(
    dict(
        zip(
            "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўђјљњћџѣѳѵ",
            "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch"  # noqa: SIM905 - a table of words
            "  y  e iu ia i i ie g u dj j lj nj c dz e f i".split(" "),
            strict=True,
        )
    )
)  # fmt: skip
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})
_SILENT = "'’‘`´ʹʺʼʻ′″ˈ\""
_PUNCTUATION = {
    **{chr(code): " " for code in range(0x80) if not chr(code).isalnum()},
    **dict.fromkeys("–—―‐‑«»„“”…·•№§©®°\u00a0\u00ad\u200b¡¿", " "),
    **dict.fromkeys(_SILENT, ""),
    "&": " and ",
}
_ASCII_MARKS = str.maketrans({sign: to for sign, to in _PUNCTUATION.items() if sign.isascii()})
_MARKS = str.maketrans(_PUNCTUATION)
_ACCENT = re.compile(r"""\\(?:[`'^"~=.]|[uvHcdbrkt](?![a-zA-Z]))\s*(?:\{\\?([a-zA-Z]*)\}|\\?([a-zA-Z]))""")
_LETTER_COMMAND = re.compile(r"\\(ss|oe|OE|ae|AE|aa|AA|o|O|l|L|i|j)(?![a-zA-Z])\s*(?:\{\})?")
_COMMAND = re.compile(
    r"\\(?:emph|text[a-z]+|mkbib[a-z]+|enquote|href\s*\{[^{}]*\}|url|it|bf|sc|rm|em|uppercase|noopsort)(?![a-zA-Z])"
)
_MARKUP = re.compile(r"</?[a-z][^<>]{0,40}>")
_SPACED_ENTITY = re.compile(r"(?:(?<=[a-zA-Z]) )?(&#?\w{1,8};)(?: (?=[a-z]))?")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_CYRILLIC_ORDINAL = re.compile(r"\b(\d+)[-‐‑–]?(?:й|го|м|х|ом|я|ая|е|ое|ый|ой|му)\b")
_MIXED_NUMERAL = re.compile(r"\b[ivxх]{2,}\b")
_ROMAN = re.compile(r"\b(?=[ivx]{2})(x{0,3})(ix|iv|v?i{0,3})\b")
_NUMERAL = re.compile(r"\b[ivx]{2}")
_UNITS = {"": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_LONGEST = 2000
"""Letters of a value that are compared: more is no title."""

_REPLACED = (
    ("schtsch", "s"), ("shch", "s"), ("stsch", "s"), ("dsch", "ds"), ("tsch", "c"), ("tch", "c"), ("sch", "s"),
    ("kh", "h"), ("sh", "s"), ("zh", "s"), ("ch", "h"), ("ph", "f"), ("th", "t"), ("dz", "ds"), ("tz", "h"),
    ("ts", "h"), ("sc", "s"), ("x", "ks"), ("w", "v"), ("ff", "v"), ("z", "s"), ("q", "k"),
)  # fmt: skip
_HARD_C = re.compile(r"c(?=[aourltn]|\b)")
_GLIDES = re.compile(r"[ijy]+")
_GLIDE_BEFORE_VOWEL = re.compile(r"i(?=[aeou])")
_UMLAUTS = re.compile(r"(?<=[aou])e")
_DOUBLED = re.compile(r"([a-z])(?=\1)")


def fold(text: str) -> str:
    """Give small Latin words with one space between, numbers in figures; other scripts keep their letters."""
    text = text[:_LONGEST]
    if "{" in text or "\\" in text or "$" in text or "~" in text or "}" in text:
        text = _without_latex(text)
    text = without_entities(text)
    if "<" in text:
        text = _MARKUP.sub("", text)
    words = text.lower().translate(_ASCII_MARKS) if text.isascii() else _fold_letters(text)
    words = " ".join(words.split())
    return _figures(words)


def without_entities(text: str) -> str:
    """Put letters for what exports from the web have left as "&#252;", and close the gaps that some leave around it."""
    if "&" not in text or ";" not in text:
        return text
    return html.unescape(_SPACED_ENTITY.sub(_closed_up, text))


def _closed_up(found: re.Match[str]) -> str:
    letter = html.unescape(found[1])
    if not letter.isalpha():
        return found[0]
    return found[0].strip() if letter.islower() else found[0].rstrip()


def _fold_letters(text: str) -> str:
    text = text.casefold()
    if _has_cyrillic(text):
        text = _CYRILLIC_ORDINAL.sub(r"\1", _MIXED_NUMERAL.sub(_latin_numeral, unicodedata.normalize("NFC", text)))
        text = text.translate(_CYRILLIC)
    text = unicodedata.normalize("NFKD", text.translate(_LETTERS).translate(_MARKS))
    return "".join(" " if _is_mark(sign) else sign for sign in text if not unicodedata.combining(sign))


def _has_cyrillic(text: str) -> bool:
    return any("\u0400" <= sign <= "\u04ff" for sign in text)


def _latin_numeral(found: re.Match[str]) -> str:
    """Give a Roman numeral that was typed with a Cyrillic letter in it."""
    return found[0].replace("х", "x") if set(found[0]) - {"х"} else found[0]


def _is_mark(sign: str) -> bool:
    return not sign.isalnum()


def _figures(words: str) -> str:
    if _NUMERAL.search(words):
        words = _ROMAN.sub(_as_figure, words)
    return words if words.replace(" ", "").isalpha() else _ORDINAL.sub("", words)


def _as_figure(found: re.Match[str]) -> str:
    number = 10 * len(found[1]) + _UNITS.get(found[2], 0)
    return str(number) if number else found[0]


def _without_latex(text: str) -> str:
    if "\\" in text:
        text = text.replace("\\&", "&").replace("\\textbackslash", " ").replace("\\textasciitilde", " ")
        text = _ACCENT.sub(lambda found: found[1] or found[2] or "", text)
        text = _LETTER_COMMAND.sub(r"\1", text)
        text = _COMMAND.sub("", text)
        text = text.replace("\\", " ")
    return text.replace("{", "").replace("}", "").replace("~", " ").replace("$", "")


def skeleton(folded: str) -> str:
    """Give folded words without what transliterations and spellings differ in; the spaces stay."""
    for written, reduced in _REPLACED:
        if written in folded:
            folded = folded.replace(written, reduced)
    if "c" in folded:
        folded = _HARD_C.sub("k", folded).replace("c", "h")
    folded = _GLIDE_BEFORE_VOWEL.sub("", _GLIDES.sub("i", folded))
    return _DOUBLED.sub("", _UMLAUTS.sub("", folded))


def has_cyrillic(text: str) -> bool:
    """Answer whether there is a Cyrillic letter in the words."""
    return not text.isascii() and _has_cyrillic(text)
