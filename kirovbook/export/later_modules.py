"""Have a library loaded without what it seldom calls: that is loaded when something of it is called."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


@contextmanager
def loaded_when_called(*names: str) -> Iterator[None]:
    """Within this context what imports one of these modules has a stand-in, and so keeps it; others have the module.

    A stand-in has functions only, whatever is asked of it. Modules that are loaded already are left as they are.
    """
    stand_ins = {name: _StandIn(name) for name in names if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name, stand_in in stand_ins.items():
            if sys.modules.get(name) is stand_in:
                del sys.modules[name]


class _StandIn(ModuleType):
    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*told: object, **named: object) -> Any:
            return getattr(import_module(self.__name__), name)(*told, **named)

        return call
