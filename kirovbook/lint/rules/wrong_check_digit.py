"""B308: an ISBN or ISSN whose check digit is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kirovbook.lint.registry import Finding, rule
from kirovbook.lint.works import Works

_LENGTHS = {"isbn": (10, 13), "issn": (8,)}
_NOT_COUNTED = re.compile(r"\([^()]*\)|\b(?:ISBN|ISSN)(?:-?1[03])?\b:?", re.IGNORECASE)
_HYPHENS = re.compile(r"[-‐‑–]+")


@rule("B308", hint="compare it with the book: a digit is wrong, missing or too many")
def wrong_check_digit(works: Works) -> Iterator[Finding]:
    """An ISBN or ISSN does not come out right: its last digit is reckoned from the others (ISO 2108, ISO 3297).

    Some books were printed with a wrong number; allow it there: % allow: wrong-check-digit

    Wrong:  isbn = {978-0-8090-6404-4}
    Right:  isbn = {978-0-8090-6404-5}
    """
    for work in works:
        for field in work.fields:
            if field.name in _LENGTHS:
                for number in _numbers(field.value, _LENGTHS[field.name]):
                    if trouble := _trouble(number, field.name):
                        yield Finding(field.place, f"{number[:40]!r} {trouble}", len(field.name))


def _numbers(value: str, lengths: tuple[int, ...]) -> list[str]:
    """Give the numbers of a field: several ones, or a single one written with spaces."""
    words = re.split(r"[,;/\s]+", _HYPHENS.sub("-", _NOT_COUNTED.sub(" ", value)).strip("{} "))
    words = [word for word in words if word and word.lower() != "and"]
    if len(words) > 1 and not any(len(word.replace("-", "")) in lengths for word in words):
        return [" ".join(words)]
    return words


def _trouble(number: str, kind: str) -> str:
    signs = number.replace("-", "").replace(" ", "").upper()
    if not re.fullmatch(r"[0-9]+[0-9X]", signs) or len(signs) not in _LENGTHS[kind]:
        return f"is no {kind.upper()}, which has {' or '.join(map(str, _LENGTHS[kind]))} digits"
    digits = [10 if sign == "X" else int(sign) for sign in signs]
    if len(digits) == max(_LENGTHS["isbn"]):
        is_right = sum(digit * (3 if index % 2 else 1) for index, digit in enumerate(digits)) % 10 == 0
    else:
        weights = range(len(digits), 0, -1)
        is_right = sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11 == 0
    return "" if is_right else "has a wrong check digit"
