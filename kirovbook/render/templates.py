"""The door of Jinja: the templates of the house style, which say what a page is."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("kirovbook", "house/templates"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render_template(name: str, **values: object) -> str:
    """Fill the template ``name`` of the house style. Texts are escaped unless they are ``Markup``."""
    return _environment().get_template(name).render(**values)
