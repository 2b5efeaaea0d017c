"""Tell the parts of a person's name apart, as BibTeX and BibLaTeX write names."""

from __future__ import annotations

import re

from kirovbook.resolve.latex import decode

CslName = dict[str, str]

_EXTENDED = re.compile(r"\s*(family|given|prefix|suffix|useprefix|given-i|family-i|prefix-i)\s*=\s*", re.IGNORECASE)
_MOST_NAMES = 2000


def read_names(value: str, *, use_prefix: bool = False) -> list[CslName]:
    """Give the persons and bodies of a field like ``author`` as CSL names, "others" as a last literal.

    ``use_prefix``: "van" is part of the name by which the person is cited.
    """
    names = [_name(words, use_prefix=use_prefix) for words in split_list(value)[:_MOST_NAMES]]
    return [name for name in names if any(name.values())]


def split_list(value: str) -> list[str]:
    """Split a field at each ' and ' that stands outside braces."""
    return [part.strip() for part in _split(" ".join(value.split()), " and ") if part.strip()]


def _split(value: str, pattern: str) -> list[str]:
    parts, start, depth = [], 0, 0
    for match in re.finditer(rf"\\.|[{{}}]|{pattern}", value, re.IGNORECASE):
        mark = match[0]
        if mark in "{}":
            depth += 1 if mark == "{" else -1
        elif depth == 0 and not mark.startswith("\\"):
            parts.append(value[start : match.start()])
            start = match.end()
    return [*parts, value[start:]]


def _name(words: str, *, use_prefix: bool) -> CslName:
    if words.lower() == "others":
        return {"literal": "others"}
    if _is_one_group(words):
        return {"literal": decode(words[1:-1]).strip()}
    parts = [part.strip() for part in _split(words, ",")]
    if _EXTENDED.match(parts[0]):
        return _extended(parts, use_prefix=use_prefix)
    if len(parts) == 1:
        return _in_order(parts[0], use_prefix=use_prefix)
    particle, family = _particle(_split(parts[0], r"\s+"))
    suffix = parts[1] if len(parts) > 2 else ""  # noqa: PLR2004 - "Family, Jr, Given"
    return _made(family, parts[-1], particle, suffix, use_prefix=use_prefix)


def _is_one_group(words: str) -> bool:
    if not (words.startswith("{") and words.endswith("}")):
        return False
    depth = 0
    for index, sign in enumerate(words):
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            return index == len(words) - 1
    return False


def _extended(parts: list[str], *, use_prefix: bool) -> CslName:
    given: dict[str, str] = {}
    for part in parts:
        key, _, value = part.partition("=")
        given[key.strip().lower()] = value.strip().strip('"')
    is_prefix_used = given.get("useprefix", "").lower() == "true" or use_prefix
    named = [given.get(part, "") for part in ("family", "given", "prefix", "suffix")]
    return _made(named[0], named[1], named[2], named[3], use_prefix=is_prefix_used)


def _in_order(words: str, *, use_prefix: bool) -> CslName:
    """Read "Given von Family"."""
    tokens = [token for token in _split(words, r"[\s~]+") if token]
    lower = [index for index, token in enumerate(tokens[:-1]) if _is_lower(token)]
    if len(tokens) == 1:
        return {"family": decode(tokens[0])}
    first, last = (lower[0], lower[-1] + 1) if lower else (len(tokens) - 1, len(tokens) - 1)
    particle = " ".join(tokens[first:last])
    return _made(" ".join(tokens[last:]), " ".join(tokens[:first]), particle, "", use_prefix=use_prefix)


def _particle(tokens: list[str]) -> tuple[str, str]:
    """Part "de la Cruz" into its particle and the rest; the last word is never a particle."""
    count = 0
    while count < len(tokens) - 1 and _is_lower(tokens[count]):
        count += 1
    return " ".join(tokens[:count]), " ".join(tokens[count:])


def _is_lower(token: str) -> bool:
    letters = re.sub(r"\\[a-zA-Z]+|[^\w]", "", token)
    return not token.startswith("{") and letters[:1].islower()


def _made(family: str, given: str, particle: str, suffix: str, *, use_prefix: bool) -> CslName:
    kind = "non-dropping-particle" if use_prefix else "dropping-particle"
    parts = {"family": family, "given": given, kind: particle, "suffix": suffix}
    return {part: decode(words).strip() for part, words in parts.items() if words}
