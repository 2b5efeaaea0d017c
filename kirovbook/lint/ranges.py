"""Read ranges of pages, of which the second number may be shortened."""

from __future__ import annotations


def is_backwards(first: str, last: str) -> bool:
    """Answer whether a range ends before it begins: "31–12" does, "312–15" is 312–315."""
    whole = first[: max(len(first) - len(last), 0)] + last
    return int(whole) < int(first)
