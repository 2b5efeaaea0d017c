"""Let WeasyPrint compute the styles of its boxes in less time: what comes out is the same.

WeasyPrint 70.0 asks for each of some two hundred properties of each style whether a formula, a variable or a logical
name ("margin-inline-start") may stand behind it, and works the lengths of a box out each time that the box is laid
out. Here a property that nobody has set is taken straight from the parent or from what it is initially, and what was
worked out is kept on the style itself: WeasyPrint copies a style before it changes it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from kirovbook.export.changed import changed
from kirovbook.export.engine import CHECKING_MATH, block, inline, page, styling

_INHERITED, _INITIAL = styling.INHERITED, styling.INITIAL_VALUES
_SPECIAL = ("float", "display", "position", "page")
_PLAIN = frozenset({str, int, float, bool, type(None)})
_SIDES = ("left", "right", "top", "bottom")
_LENGTHS = (*(f"{what}_{side}" for what in ("margin", "padding") for side in _SIDES),
            "width", "min_width", "max_width", "height", "min_height", "max_height")
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)
_LEAST = ("min_width", "min_height")


def styles_quickened() -> AbstractContextManager[None]:
    """Within this context styles are computed, and the lengths of boxes found, in less time."""
    pending, computed, anonymous = styling.Pending, styling.ComputedStyle, styling.AnonymousStyle
    check_math = _with_plain_values(styling.check_math)
    alike: dict[tuple[Any, ...], Any] = {}
    return changed(
        (computed, "__missing__", _with_unset_properties(computed.__missing__)),
        (anonymous, "__init__", _with_initial_values(anonymous.__init__)),
        (pending, "solve", _once_solved(pending.solve)),
        *((owner, "check_math", check_math) for owner in CHECKING_MATH),
        (block, "resolve_percentages", _with_kept_lengths(block.resolve_percentages, alike)),
        (inline, "resolve_percentages", _with_kept_lengths(inline.resolve_percentages, alike)),
        (inline, "strut", _with_kept_strut(inline.strut)),
        (page, "set_page_type_computed_styles", _with_shared_pages(page.set_page_type_computed_styles)),
    )


def _logical_names(key: str) -> tuple[str, ...]:
    """Give the properties that may say the same for a text from left to right, or from right to left."""
    logical = styling.PHYSICAL_FUNCTIONS.get(key)
    return tuple({logical(block="ttb", inline=inline) for inline in ("ltr", "rtl")}) if logical else ()


_UNSET = {
    key: _logical_names(key) for key in _INITIAL if key not in _SPECIAL and not key.startswith("text_decoration_")
}
_STILL_TO_COMPUTE = frozenset(styling.INITIAL_NOT_COMPUTED) | {
    key for key, value in _INITIAL.items() if styling.check_math(value)
}


def _with_unset_properties(original: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    def missing(style: Any, key: str) -> Any:
        logical, cascaded = _UNSET.get(key), style.cascaded
        if logical is None or style.parent_style is None or key in cascaded:
            return original(style, key)
        for name in logical:
            if name in cascaded:
                return original(style, key)
        if key in _INHERITED:
            value = style.parent_style[key]
            if styling.check_math(value):
                return original(style, key)
        elif key in _STILL_TO_COMPUTE:
            return original(style, key)
        else:
            value = _INITIAL[key]
        style[key] = value
        return value

    return missing


_OF_ANONYMOUS_BOXES = {
    key: value for key, value in _INITIAL.items()
    if key not in _INHERITED and key not in _STILL_TO_COMPUTE and key != "page" and key[:16] != "text_decoration_"
}


def _with_initial_values(original: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """Give the style of an anonymous box all that is the same for each of them, before it is asked for."""
    def init(style: Any, parent_style: Any) -> None:
        style.update(_OF_ANONYMOUS_BOXES)
        original(style, parent_style)

    return init


def _with_plain_values(original: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def check_math(token: Any) -> Any:
        kind = type(token)
        if kind in _PLAIN:
            return None
        if kind is tuple:
            return any(check_math(each) for each in token if type(each) not in _PLAIN)
        return original(token)

    return check_math


def _once_solved(original: Callable[..., Any]) -> Callable[..., Any]:
    """Work a declaration with variables out once for each of the values that they come to have."""
    def solve(pending: Any, tokens: Any, wanted: str, base_url: str | None) -> Any:
        solved = pending.__dict__.setdefault("solved", {})
        key = wanted, base_url, styling.tinycss2.serialize(tokens)
        if key not in solved:
            solved[key] = original(pending, tokens, wanted, base_url)
        return solved[key]

    return solve


def _with_kept_lengths(original: Callable[[Any, Any], None], alike: dict[tuple[Any, ...], Any]) -> Callable[..., None]:
    """Keep the lengths of each style; ``alike`` are those of all styles, each once."""
    def resolve_percentages(box: Any, containing_block: Any) -> None:
        known = box.style.__dict__
        if "used_lengths" not in known:
            used = _lengths_of(box.style)
            known["used_lengths"] = used and alike.setdefault(tuple(used.values()), used)
        if known["used_lengths"] is None:
            original(box, containing_block)
        else:
            box.__dict__.update(known["used_lengths"])

    return resolve_percentages


def _lengths_of(style: Any) -> dict[str, Any] | None:
    """Give what the box's lengths come to, in pixels; None where that hangs on the block around it."""
    if style["border_collapse"] == "collapse" or style["box_sizing"] != "content-box":
        return None
    used: dict[str, Any] = {}
    for name in _LENGTHS:
        value = style[name]
        if value == "auto":
            used[name] = 0 if name in _LEAST else "auto"
        elif getattr(value, "unit", None) == "px":
            used[name] = value.value
        else:
            return None
    return used | {name: style[name] for name in _BORDERS}


def _with_kept_strut(original: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def strut(style: Any) -> Any:
        known = style.__dict__
        if "strut" not in known:
            known["strut"] = original(style)
        return known["strut"]

    return strut


def _with_shared_pages(original: Callable[[Any, Any, Any], None]) -> Callable[[Any, Any, Any], None]:
    """Let pages share their styles, and those of what stands in their margins, where the same is declared for them."""
    def set_page_type_computed_styles(page_type: Any, html: Any, style_for: Any) -> None:
        cascaded, computed = style_for.get_cascaded_styles(), style_for.get_computed_styles()
        # Only what is declared for this page is wanted: WeasyPrint would look through that of all pages.
        cascaded.clear()
        style_for.add_page_declarations(page_type)
        declared = frozenset(
            (part, name, id(value), str(weight))
            for (_, part), style in cascaded.items() for name, (value, weight) in style.items()
        )
        known = style_for.__dict__.setdefault("alike", {})
        if declared not in known:
            original(page_type, html, style_for)
            parts = {None, *(part for _, part in cascaded)}
            known[declared] = {part: computed[page_type, part] for part in parts}
        computed |= {(page_type, part): style for part, style in known[declared].items()}

    return set_page_type_computed_styles
