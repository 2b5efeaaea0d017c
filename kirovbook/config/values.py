"""Understand what the values of book.toml mean: sizes, dates, languages, ISBNs and ISSNs, file names.

Each function takes the text as written and gives None where it means nothing.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from fractions import Fraction

from kirovbook.model.edition import Trim

POINTS = {
    "pt": Fraction(1),
    "pc": Fraction(12),
    "in": Fraction(72),
    "cm": Fraction(7200, 254),
    "mm": Fraction(720, 254),
}

# Width and height. A and B sizes: ISO 216; the others as British and American book printers use the words.
TRIMS = {
    "a3": "297mm 420mm",
    "a4": "210mm 297mm",
    "a5": "148mm 210mm",
    "a6": "105mm 148mm",
    "b4": "250mm 353mm",
    "b5": "176mm 250mm",
    "b6": "125mm 176mm",
    "letter": "8.5in 11in",
    "legal": "8.5in 14in",
    "royal": "156mm 234mm",
    "demy": "138mm 216mm",
    "crown-quarto": "189mm 246mm",
    "b-format": "129mm 198mm",
    "a-format": "111mm 178mm",
    "digest": "5.5in 8.5in",
    "trade": "6in 9in",
}
SMALLEST_SIDE, LARGEST_SIDE = Fraction(72), Fraction(72 * 48)
LARGEST_BLEED = Fraction(72)

_LENGTH = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)\s?(pt|pc|in|cm|mm)", re.IGNORECASE)
_SIDE = r"([0-9]{1,6}(?:\.[0-9]{1,6})?\s?(?:pt|pc|in|cm|mm))"
_TRIM = re.compile(rf"{_SIDE}\s*[x\u00d7,]?\s*{_SIDE}", re.IGNORECASE)


def parse_length(text: str) -> Fraction | None:
    """Give a length such as ``3mm`` in points, exactly; a bare ``0`` needs no unit."""
    if re.fullmatch(r"0+(?:\.0+)?", text):
        return Fraction(0)
    if found := _LENGTH.fullmatch(text):
        return Fraction(found[1]) * POINTS[found[2].lower()]
    return None


def parse_bleed(text: str) -> float | None:
    """Give a bleed in points; more than an inch is surely a slip."""
    length = parse_length(text)
    return float(length) if length is not None and length <= LARGEST_BLEED else None


def parse_trim(text: str) -> Trim | None:
    """Give a page size: ``6in 9in``, ``152mm x 229mm``, ``A4``, ``A5 landscape``, ``royal``."""
    words = " ".join(text.lower().split())
    name, _, turned = words.rpartition(" ") if words.endswith((" landscape", " portrait")) else (words, "", "")
    found = _TRIM.fullmatch(TRIMS.get(name.replace(" ", "-"), name))
    if found is None:
        return None
    first, second = parse_length(found[1]), parse_length(found[2])
    if first is None or second is None:
        return None
    if min(first, second) < SMALLEST_SIDE or max(first, second) > LARGEST_SIDE:
        return None
    sides = (max(first, second), min(first, second)) if turned == "landscape" else (first, second)
    return Trim(float(sides[0]), float(sides[1]))


SMALLEST_PICTURE, LARGEST_PICTURE = 100, 10_000


def parse_pixels(text: str) -> int | None:
    """Give how many points a picture may have on its longer side: ``1600px``."""
    found = re.fullmatch(r"([0-9]{1,6})\s?px", text, re.IGNORECASE)
    points = int(found[1]) if found else 0
    return points if SMALLEST_PICTURE <= points <= LARGEST_PICTURE else None


def parse_date(text: str) -> date | None:
    """Give a whole date written ``2026-11-23``."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


# RFC 5646: language, then script, region, variants, extensions, private use.
_LANG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)",
    re.IGNORECASE,
)
_LONGEST_LANG = 35


def parse_lang(text: str) -> str | None:
    """Give a BCP 47 tag in its usual capitals: ``en-gb`` is ``en-GB``."""
    found = _LANG.fullmatch(text) if len(text) <= _LONGEST_LANG else None
    if found is None:
        return None
    script, region = found["script"], found["region"]
    parts = (found["language"].lower(), script.title() if script else "", region.upper() if region else "")
    return "-".join(part for part in parts if part) + found["rest"].lower()


_ISBN_13, _ISBN_10, _ISSN = 13, 10, 8


def checked_isbn(text: str) -> str | None:
    """Give an ISBN with the check digit that its others ask for (ISO 2108: modulus 10; of ten digits, modulus 11)."""
    digits = re.sub(r"[\s\-\u2010-\u2013]", "", text.upper().removeprefix("ISBN").lstrip(": "))
    if len(digits) == _ISBN_13 and re.fullmatch(r"97[89][0-9]{10}", digits):
        total = sum(int(digit) * (3 if number % 2 else 1) for number, digit in enumerate(digits[:-1]))
        return f"{text[:-1]}{-total % 10}"
    if len(digits) == _ISBN_10 and re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        return f"{text[:-1]}{_digit_of_eleven(digits[:-1])}"
    return None


def parse_isbn(text: str) -> str | None:
    """Give an ISBN as written if its check digit is right."""
    checked = checked_isbn(text)
    return text if checked is not None and checked.upper() == text.upper() else None


def checked_issn(text: str) -> str | None:
    """Give an ISSN with the check digit that its others ask for (ISO 3297: modulus 11), and its hyphen."""
    digits = re.sub(r"[\s\-\u2010-\u2013]", "", text.upper().removeprefix("ISSN").lstrip(": "))
    if len(digits) != _ISSN or not re.fullmatch(r"[0-9]{7}[0-9X]", digits):
        return None
    return f"{digits[:4]}-{digits[4:7]}{_digit_of_eleven(digits[:-1])}"


def _digit_of_eleven(digits: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(len(digits) + 1, 1, -1), strict=True))
    return "0123456789X"[-total % 11]


_LONGEST_SLUG = 60


def parse_file_name(text: str) -> str | None:
    """Give a name that can stand in a file's name on every system: letters, digits, hyphen, point, underscore."""
    is_fit = re.fullmatch(r"[\w][\w.\-]*", text) and len(text) <= _LONGEST_SLUG and not text.endswith(".")
    return text if is_fit else None


def slug_of(title: str) -> str:
    """Make a slug from a title: ``Ångström: A Life`` gives ``angstrom-a-life``; letters of any script are kept."""
    plain = re.sub(r"([a-z])[\u0300-\u036f]+", r"\1", unicodedata.normalize("NFKD", title.lower()))
    words = re.findall(r"\w+", re.sub(r"['\u2019]", "", unicodedata.normalize("NFC", plain)))
    joined = "-".join(words)
    return joined[:_LONGEST_SLUG].strip("-") or "book"
