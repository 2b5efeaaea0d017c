"""Guess which of the old encodings a text is in, by the letters that its languages use.

A guess is given only where it is sure: where the runner-up would give other words, it must be worse by far.
The general detectors (charset-normalizer 3.5 among them) take "Müller" in a bibliography for cp775, since most
of it is ASCII; here only words with a byte beyond ASCII are looked at, in the encodings that European and
Russian texts are found in.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator

from kirovbook.quick_dataclass import dataclass

_CANDIDATES = {
    "cp1252": "Windows-1252", "cp1250": "Windows-1250", "cp1251": "Windows-1251", "koi8_r": "KOI8-R",
    "iso8859_2": "Latin-2", "mac_roman": "Mac Roman", "cp866": "CP866", "cp1253": "Windows-1253",
    "mac_cyrillic": "Mac Cyrillic", "cp1254": "Windows-1254",
}  # fmt: skip
"""The commonest first: of two that give the same words the first is named."""

_WESTERN = (
    "äöüß", "éèêëàâçîïôûùüœ", "áéíóúñü", "áâãàçéêíóôõú", "àèéìòù", "åäöæøéü", "éëïöüáíó", "áðéíóúýþæö",
)  # fmt: skip
_CENTRAL = ("áčďéěíňóřšťúůýžôľĺŕä", "ąćęłńóśźż", "áéíóöőúüű", "ăâîşţ", "čćđšž", "äöüßé")
_RUSSIAN = ("оеаинтсрвлкм", "дпуяыьгзбчй")
_TURKISH = ("çğıöşüâî",)
_GREEK = ("αοιετσνηυρπκ", "μλωςγδάήίόέώύχ")
_ALPHABETS = {
    "cp1252": _WESTERN, "mac_roman": _WESTERN, "cp1250": _CENTRAL, "iso8859_2": _CENTRAL,
    "cp1251": _RUSSIAN, "koi8_r": _RUSSIAN, "cp866": _RUSSIAN, "cp1253": _GREEK,
    "mac_cyrillic": _RUSSIAN, "cp1254": _TURKISH,
}  # fmt: skip
"""The letters beyond ASCII of the languages written in an encoding; of Russian and Greek the commoner ones."""

_AROUND_WORDS = frozenset("“”‘’‚„–—…«»‹›\u00a0§°№£€†•")
_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_MOST_WORDS = 2000
_SURE = 0.55
_MARGIN = 0.03
_HANDICAP = {"cp1252": 0.0, "mac_roman": 0.15, "cp1253": 0.1, "cp866": 0.1, "cp1254": 0.0}
_USUAL_HANDICAP = 0.04
_DECLARED = re.compile(
    rb"\A[^\n]{0,80}?(?:%[ \t]*Encoding:|coding[:=]|encoding[ \t]*=)[ \t]*([A-Za-z0-9_.-]+)", re.IGNORECASE
)
_TIMID = frozenset({"ascii", "utf-8", "utf-16", "utf-32", "utf-7", "idna", "punycode"})


@dataclass(frozen=True, slots=True)
class Guess:
    """A text in its words, and what people call the encoding it was in."""

    text: str
    encoding: str


def guess_encoding(data: bytes) -> Guess | None:
    """Read bytes that are not UTF-8 in the encoding that a first line declares or that their words tell of.

    None where no encoding is sure; the same bytes always get the same answer.
    """
    declared = _DECLARED.match(data)
    if declared and (name := _codec(declared[1].decode("ascii"))) and (text := _read(data, name)) is not None:
        return Guess(text, declared[1].decode("ascii"))
    words = _some_words(data)
    scored = sorted(
        ((-_score(words, name), rank, name) for rank, name in enumerate(_CANDIDATES)),
    )
    score, _, best = scored[0]
    said = _decoded(words, best)
    others = [-other for other, _, name in scored[1:] if _decoded(words, name) != said]
    if -score < _SURE or (others and -score - max(others) < _MARGIN) or (text := _read(data, best)) is None:
        return None
    is_latin_1 = best == "cp1252" and not any(0x80 <= byte < 0xA0 for byte in b"".join(words))  # noqa: PLR2004
    return Guess(text, "Latin-1" if is_latin_1 else _CANDIDATES[best])


def _codec(name: str) -> str:
    """Give Python's name for a declared encoding; nothing for those that the text is known not to be in."""
    try:
        found = codecs.lookup(name)
    except LookupError:
        return ""
    return found.name if found._is_text_encoding and found.name not in _TIMID else ""  # noqa: SLF001


def _read(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _some_words(data: bytes) -> list[bytes]:
    """Give words with bytes beyond ASCII and the sign on either side, those of a long text's beginning."""
    found: list[bytes] = []
    for match in _WORD.finditer(data):
        found.append(data[max(0, match.start() - 1) : match.end() + 1][:60])
        if len(found) == _MOST_WORDS:
            break
    return found


def _decoded(words: list[bytes], name: str) -> list[str]:
    return [word.decode(name, "replace") for word in words]


def _score(words: list[bytes], name: str) -> float:
    """Give from 1 (every sign is at home in a language of the encoding) down to -6, on average."""
    worths = [worth for word in _decoded(words, name) for worth in _worths(word, name)]
    return sum(worths) / len(worths) - _HANDICAP.get(name, _USUAL_HANDICAP) if worths else -6


def _worths(word: str, name: str) -> Iterator[float]:
    """Say of each sign beyond ASCII how likely it stands where it stands."""
    alphabets = _ALPHABETS[name]
    beyond = [sign for sign in word.lower() if sign > "\x7f" and sign.isalpha()]
    is_latin = alphabets in {_WESTERN, _CENTRAL, _TURKISH}
    at_home = max(sum(sign in letters for sign in beyond) for letters in alphabets) / len(beyond) if beyond else 0
    for index, sign in enumerate(word):
        before, after = word[max(index - 1, 0) : index], word[index + 1 : index + 2]
        if sign <= "\x7f":
            continue
        if sign == "\ufffd" or unicodedata.category(sign) in {"Cc", "Co", "Cn"}:
            yield -6
        elif not sign.isalpha():
            is_within = before.isalpha() and after.isalpha() and sign not in "’\u00ad"
            yield 0.8 if sign in _AROUND_WORDS and not is_within else -2
        elif sign.isupper() and before.islower():
            yield -2
        elif is_latin:
            is_alone = not (before.isalpha() or after.isalpha())
            is_crowded = min(before, after) > "\x7f" and before.isalpha() and after.isalpha()
            yield min(at_home, 0.3 if is_alone or is_crowded else 1)
        elif _is_latin(before) or _is_latin(after):
            yield -2
        else:
            is_alone = not (before.isalpha() or after.isalpha())
            discount = 0.8 if sign.isupper() and before.isupper() else 1
            yield 0.5 if is_alone else _frequency(sign.lower(), alphabets) * discount


def _frequency(letter: str, alphabet: tuple[str, ...]) -> float:
    """Give 1 for one of a language's commonest letters, 0 for one that it does not have."""
    if letter in alphabet[0]:
        return 1
    if letter in alphabet[1]:
        return 0.6
    return 0.1 if alphabet == _GREEK or "а" <= letter <= "ё" else -1


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()
