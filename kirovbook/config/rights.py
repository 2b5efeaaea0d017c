"""Read what book.toml says of the rights in the book's sources."""

from __future__ import annotations

from kirovbook.config.tables import Table
from kirovbook.model.rights import RightsRules

_KEYS = ("enforce", "limits", "anthology_share", "notice", "acknowledgements")
_LIMITS = ("one", "each", "total")
_MOST = 100_000


def read_rights_rules(table: Table) -> RightsRules:
    """Read ``[rights]``; ``limits = { one = 400, each = 300, total = 800 }`` are words of one work."""
    table.name_unknown_keys(_KEYS)
    limits = table.table("limits")
    limits.name_unknown_keys(_LIMITS)
    usual = RightsRules()
    return RightsRules(
        enforce=table.flag("enforce", default=usual.enforce),
        one=limits.number("one", usual.one, _MOST),
        each=limits.number("each", usual.each, _MOST),
        total=limits.number("total", usual.total, _MOST),
        anthology_share=table.number("anthology_share", usual.anthology_share, 1),
        notice=table.text("notice"),
        acknowledgements=table.flag("acknowledgements", default=usual.acknowledgements),
    )
