"""Tell Pango once for each style how its words are to be set, and not once more for each stretch of text.

WeasyPrint 70.0 makes a context, a description of the font, a language and a list of features for each text that it
measures or draws. Here they are made once for all styles that say the same, and kept on the styles: WeasyPrint copies a
style before it changes it, and a style goes with its layout.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from kirovbook.export.changed import changed
from kirovbook.export.engine import ffi, gobject, line_break, pango
from kirovbook.quick_dataclass import dataclass

_FEATURES = ("font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps",
             "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian", "font_feature_settings")
_SAID = ("font_family", "font_style", "font_stretch", "font_weight", "font_size", "font_variation_settings",
         "font_language_override", "lang", "direction", *_FEATURES)
"""All properties that Pango is told."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How Pango sets the words of a style; without ``features`` NULL stands for them."""

    context: Any
    language: Any
    description: Any
    features: Any


def text_quickened() -> AbstractContextManager[None]:
    """Within this context Pango is told once for each style how to set its words."""
    return changed((line_break.Layout, "setup", _with_kept_setting(line_break.Layout.setup)))


def _with_kept_setting(original: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    alike: dict[str, Setting] = {}

    def setup(layout: Any, style: Any) -> None:
        if style["text_decoration_line"] != "none":
            original(layout, style)
            return
        known = style.__dict__
        if "setting" not in known:
            said = repr((id(style.font_config), *map(style.__getitem__, _SAID)))
            known["setting"] = alike.get(said) or alike.setdefault(said, _setting_of(style))
        setting: Setting = known["setting"]
        layout.style, layout.first_line_direction, layout.language = style, 0, setting.language
        layout.layout = ffi.gc(pango.pango_layout_new(setting.context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(layout.layout, False)  # noqa: FBT003 - Pango's own
        pango.pango_layout_set_font_description(layout.layout, setting.description)
        layout.ascent = layout.underline_position = layout.strikethrough_position = None
        if setting.features != ffi.NULL:
            attributes = pango.pango_attr_list_new()
            pango.pango_attr_list_insert(attributes, setting.features)
            pango.pango_layout_set_attributes(layout.layout, attributes)

    return setup


def _setting_of(style: Any) -> Setting:
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)  # noqa: FBT003 - Pango's own
    pango.pango_context_set_base_dir(context, line_break.PANGO_DIRECTION[style["direction"]])
    language = _language_of(style)
    if language is None:
        language = pango.pango_language_get_default()
    else:
        pango.pango_context_set_language(context, language)
    return Setting(context, language, line_break.get_font_description(style), _features_of(style))


def _language_of(style: Any) -> Any:
    name = style["font_language_override"]
    name = line_break.LST_TO_ISO.get(name.lower(), name) if name != "normal" else style["lang"]
    return pango.pango_language_from_string(line_break.unicode_to_char_p(name)[0]) if name else None


def _features_of(style: Any) -> Any:
    features = line_break.font_features(*map(style.__getitem__, _FEATURES))
    if not features:
        return ffi.NULL
    known = style.font_config.font_features
    words = ",".join(f"{name} {value}" for name, value in features.items()).encode()
    if words not in known:
        known[words] = pango.pango_attr_font_features_new(words)
    return known[words]
