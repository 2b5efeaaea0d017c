"""Make dataclasses in a quarter of the time that Python's own decorator takes.

That one writes up to seven functions of each class as text and compiles them whenever a program starts: with some 400
classes a quarter of a second of every command. Here ``__init__`` alone is written so; what compares, names and guards
is shared. A class is a dataclass for all that asks (``fields``, ``replace``), and for type checkers.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError
from itertools import starmap
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, NoReturn

__all__ = ["dataclass"]

_OWN = frozenset({"__init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__", "__reduce__",
                  "__post_init__"})
_Read = Callable[[Any], tuple[Any, ...]]


def _dataclass(**told: bool) -> Callable[[Any], Any]:
    """Do as ``dataclasses.dataclass`` does; what is out of the ordinary is left to it."""
    is_plain = told.keys() <= {"frozen", "slots"} and told.get("slots", False)

    def make(cls: Any) -> Any:
        if not is_plain or hasattr(cls, "__dataclass_fields__") or not all(starmap(_is_plain, vars(cls).items())):
            return dataclasses.dataclass(**told)(cls)
        made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
        return _completed(made, dataclasses.fields(made), is_frozen=told.get("frozen", False))

    return make


def _is_plain(name: str, value: object) -> bool:
    """Answer whether nothing that stands in a class is out of the ordinary: its own functions, how a field is taken."""
    if not isinstance(value, Field):
        return name not in _OWN
    return value.init and value.repr and value.compare and value.hash is None and value.kw_only is not True


def _completed(cls: Any, fields: Sequence[Field[Any]], *, is_frozen: bool) -> Any:
    names = tuple(field.name for field in fields)
    read = _reader(names)
    cls.__init__ = _init_of(cls, fields, is_frozen=is_frozen)
    cls.__repr__, cls.__eq__, cls.__hash__ = _repr_of(names, read), _eq_of(read), None
    if is_frozen:
        cls.__hash__ = lambda self: hash(read(self))
        # It can't be made by putting its fields into one that is there.
        cls.__reduce__ = lambda self: (self.__class__, read(self))
        cls.__setattr__, cls.__delattr__ = _refuse_to_assign, _refuse_to_delete
    return cls


def _reader(names: tuple[str, ...]) -> _Read:
    """Give what reads the fields of those names off an object."""
    return attrgetter(*names) if len(names) > 1 else lambda value: tuple([getattr(value, name) for name in names])


def _init_of(cls: type, fields: Iterable[Field[Any]], *, is_frozen: bool) -> Any:
    known: dict[str, Any] = {"_set": object.__setattr__, "_MISSING": MISSING}
    taken, kept = ["self"], list[str]()
    for field in fields:
        name = value = field.name
        if field.default is not MISSING:
            known[f"_default_{name}"] = field.default
            taken.append(f"{name}=_default_{name}")
        elif field.default_factory is not MISSING:
            known[f"_factory_{name}"] = field.default_factory
            taken.append(f"{name}=_MISSING")
            value = f"_factory_{name}() if {name} is _MISSING else {name}"
        else:
            taken.append(name)
        kept.append(f" _set(self, {name!r}, {value})" if is_frozen else f" self.{name} = {value}")
    written = [f"def __init__({', '.join(taken)}):", *(kept or [" pass"])]
    exec("\n".join(written), known)  # noqa: S102 - the names of fields of our own classes
    init = known["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    init.__annotations__ = {field.name: field.type for field in fields} | {"return": None}
    return init


def _repr_of(names: tuple[str, ...], read: _Read) -> Any:
    @recursive_repr()
    def tell(self: object) -> str:
        told = [f"{name}={value!r}" for name, value in zip(names, read(self), strict=True)]
        return f"{self.__class__.__qualname__}({', '.join(told)})"

    return tell


def _eq_of(read: _Read) -> Any:
    def is_equal(self: object, other: object) -> Any:
        return read(self) == read(other) if other.__class__ is self.__class__ else NotImplemented

    return is_equal


def _refuse_to_assign(_: object, name: str, __: object) -> NoReturn:
    message = f"cannot assign to field {name!r}"
    raise FrozenInstanceError(message)


def _refuse_to_delete(_: object, name: str) -> NoReturn:
    message = f"cannot delete field {name!r}"
    raise FrozenInstanceError(message)


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _dataclass
