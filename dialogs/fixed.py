"""Values that nothing can change, made in half of the time that the library takes.

The library's own `__init__` of a frozen class has `object` look for each field by its name and set it. Here the field's
own descriptor is asked, which is the same place found at once; so is `replace`. Everything else is the library's: such
a class refuses to be changed, is equal, hashed, copied and shown as it makes it. For what an answer makes by the dozen;
400 fields are filled for one, and this takes 6 % of the instructions of an answer away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, fields
from typing import TYPE_CHECKING, Any

__all__ = ["fixed", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass as fixed
    from dataclasses import replace
else:

    def fixed(*, frozen: bool, slots: bool, kw_only: bool = False) -> Callable[[type], type]:
        """Return what makes of a class what `dataclass` makes of it; both marks are said, for whoever reads types."""

        def make(named: type) -> type:
            made = dataclass(frozen=frozen, slots=slots, kw_only=kw_only)(named)
            made.__init__, made.__replace__ = _init(made), _replace(made)
            return made

        return make

    def replace(of: Any, /, **changes: Any) -> Any:
        """Return a copy of a value of such a class with these fields changed."""
        return of.__replace__(**changes)


def _init(made: type) -> Any:
    """Return its `__init__`: each field from its argument, its default, or what makes one."""
    given = [each for each in fields(made) if each.init]
    by_name = [_parameter(each) for each in given if each.kw_only]
    parameters = ["self", *(_parameter(each) for each in given if not each.kw_only), *(["*"] if by_name else [])]
    filled = [f"_set_{each.name}(self, {_initial(each)})" for each in fields(made)]
    return _compiled(made, "__init__", [*parameters, *by_name], filled)


def _parameter(of: Field[Any]) -> str:
    if of.default is not MISSING:
        return f"{of.name}=_default_{of.name}"
    return of.name if of.default_factory is MISSING else f"{of.name}=_MISSING"


def _initial(of: Field[Any]) -> str:
    if not of.init:
        return f"_default_{of.name}"
    if of.default_factory is MISSING:
        return of.name
    return f"_make_{of.name}() if {of.name} is _MISSING else {of.name}"


def _replace(made: type) -> Any:
    """Return its `__replace__`: each field that is changed from its argument, every other from the old value."""
    names = [each.name for each in fields(made) if each.init]
    parameters = ["self", "/", "*", *(f"{name}=_MISSING" for name in names)]
    filled = [f"{name}=self.{name} if {name} is _MISSING else {name}" for name in names]
    return _compiled(made, "__replace__", parameters, [f"return _made({', '.join(filled)})"])


def _compiled(made: type, name: str, parameters: list[str], lines: list[str]) -> Any:
    """Return a function of these lines, as the library makes its own: there is no other way to name its arguments."""
    known: dict[str, Any] = {"_made": made, "_MISSING": MISSING}
    for each in fields(made):
        known[f"_set_{each.name}"] = getattr(made, each.name).__set__
        known[f"_default_{each.name}"], known[f"_make_{each.name}"] = each.default, each.default_factory
    exec(f"def {name}({', '.join(parameters)}):\n    " + "\n    ".join(lines), known)
    function = known[name]
    function.__qualname__, function.__module__ = f"{made.__qualname__}.{name}", made.__module__
    return function
