"""Reading the rule of a criterion from the study file: one table, one kind of rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from dialogs.study.file_schema import RULE, TEXTS, shaped
from dialogs.study.laboratory import AtLeast
from dialogs.study.rules import Between, ClassWithin, Is, NoneOf, Washout
from dialogs.study.study import Measure, Rule

#: kind → the keys it needs, then those it may have.
KEYS: Mapping[str, tuple[set[str], set[str]]] = {
    "between": ({"fact", "lowest", "highest"}, {"failure"}),
    "is": ({"fact", "wanted", "failure"}, set()),
    "none_of": ({"facts", "unless", "failure"}, set()),
    "class_within": ({"fact", "date", "months", "wanted"}, set()),
    "washout": ({"fact", "months"}, {"any_dose", "newly_started", "unsure"}),
    "at_least": ({"fact", "threshold"}, {"failure", "fails_on", "age", "sex"}),
}

#: Takes the place of a rule that cannot be read, until the file is corrected; it looks at nothing.
STAND_IN = NoneOf((), "", lasting=False)


def read_rule(table: Mapping[str, Any], measures: Mapping[str, Measure], complain: Callable[[str], None]) -> Rule:
    """Return the rule that a table states; complains of what is missing or not known and then gives a stand-in."""
    kind = str(table.get("kind", ""))
    if kind not in KEYS:
        near = get_close_matches(kind, KEYS, n=1)
        hint = f'Did you mean "{near[0]}"?' if near else f"Use one of: {', '.join(KEYS)}."
        complain(f'`kind` is "{kind}", which is no kind of rule. {hint}')
        return STAND_IN
    needed, possible = KEYS[kind]
    shape = {key: RULE[key] for key in ("kind", *sorted(needed), *sorted(possible))}
    if kind == "class_within":
        shape["wanted"] = TEXTS
    if missing := sorted(needed - set(table)):
        complain(f"a rule of kind {kind} needs {', '.join(missing)}. Add it.")
    table = shaped(table, shape, "", lambda _, problem: complain(problem))
    if needed - set(table):
        return STAND_IN
    failure = table.get("failure", "lasting")
    if failure not in ("lasting", "temporary"):
        complain(f'`failure` is "{failure}". Write "lasting" or "temporary".')
    if kind == "is" and table["wanted"] not in ("yes", "no"):
        complain(f'`wanted` is "{table["wanted"]}". Write "yes" or "no".')
    if table.get("months", 1) < 1:
        complain("`months` must be 1 or more. Write the length of the window.")
    return _build(kind, table, measures, lasting=failure == "lasting")


def _build(kind: str, table: Mapping[str, Any], measures: Mapping[str, Measure], lasting: bool) -> Rule:
    fact = table.get("fact", "")
    match kind:
        case "between":
            return Between(fact, table["lowest"], table["highest"], lasting)
        case "is":
            return Is(fact, table["wanted"], lasting)
        case "none_of":
            return NoneOf(tuple(table["facts"]), table["unless"], lasting)
        case "class_within":
            return ClassWithin(fact, table["date"], table["months"], tuple(table["wanted"]))
        case "washout":
            groups = (tuple(table.get(key, ())) for key in ("any_dose", "newly_started", "unsure"))
            return Washout(fact, table["months"], *groups)
        case _:
            return AtLeast(
                fact,
                Fraction(str(table["threshold"])),
                measures,
                lasting,
                tuple(table.get("fails_on", ())),
                table.get("age", ""),
                table.get("sex", ""),
            )
