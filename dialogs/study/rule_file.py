"""Reading the rule of a criterion from the study file: one table, one kind of rule; some are made of others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from dialogs.study.amounts import Limit, Limits
from dialogs.study.combined import AllOf, AnyOf, ByAnswer, Count, OneOf, OnlyIf
from dialogs.study.dated import Ago
from dialogs.study.file_schema import ROWS, RULE, TABLE, TEXTS, Form, shaped
from dialogs.study.laboratory import AtLeast
from dialogs.study.rules import Between, ClassWithin, Is, NoneOf, Truth, Washout
from dialogs.study.study import Measure, Rule
from dialogs.study.taken import DoseLimit, Never, OnTreatment
from dialogs.study.windows import Window

_LIMITS = frozenset({"at_least", "above", "at_most", "below"})
#: kind → the keys it needs, then those it may have.
KEYS: Mapping[str, tuple[set[str], set[str]]] = {
    "between": ({"fact", "lowest", "highest"}, {"failure"}),
    "is": ({"fact", "wanted", "failure"}, set()),
    "none_of": ({"facts", "failure"}, {"unless"}),
    "class_within": ({"fact", "date", "wanted"}, {"months", "window", "failure"}),
    "washout": ({"fact"}, {"months", "window", "any_dose", "newly_started", "unsure"}),
    "at_least": ({"fact", "threshold"}, {"failure", "fails_on", "age", "sex"}),
    "limits": ({"fact"}, {*_LIMITS, "failure", "fails_on", "meets_on"}),
    "ago": ({"fact"}, {"at_most_ago", "at_least_ago", "none", "failure"}),
    "one_of": ({"fact", "wanted"}, {"failure"}),
    "count": ({"facts"}, {"at_least", "at_most", "failure"}),
    "on_treatment": ({"fact", "groups"}, {"since", *_LIMITS, "unsure", "failure"}),
    "dose": ({"fact", "groups"}, {*_LIMITS, "failure"}),
    "never": ({"fact", "groups"}, {"unsure", "failure"}),
    "any_of": ({"rules"}, set()),
    "all_of": ({"rules"}, set()),
    "only_if": ({"if", "then"}, set()),
    "by_answer": ({"fact", "rules"}, set()),
}
#: Of these kinds one of some keys is needed.
ONE_OF: Mapping[str, frozenset[str]] = {
    "class_within": frozenset({"months", "window"}),
    "washout": frozenset({"months", "window"}),
    "limits": _LIMITS,
    "dose": _LIMITS,
    "count": frozenset({"at_least", "at_most"}),
    "ago": frozenset({"at_most_ago", "at_least_ago"}),
}
#: What a key is in some kinds, where it is another thing there.
OTHER_FORMS: Mapping[tuple[str, str], Form] = {
    ("class_within", "wanted"): TEXTS,
    ("one_of", "wanted"): TEXTS,
    ("any_of", "rules"): ROWS,
    ("all_of", "rules"): ROWS,
    ("by_answer", "rules"): TABLE,
}
#: What a failure is where the file does not say: what passes with time is no reason to stop for good.
TEMPORARY = frozenset({"ago", "on_treatment", "dose"})
WINDOWS = ("window", "at_most_ago", "at_least_ago", "since")
#: Deeper than this nobody can say what a rule asks for.
DEEPEST = 4

#: Takes the place of a rule that cannot be read, until the file is corrected; it looks at nothing.
STAND_IN = NoneOf((), "", lasting=False)

Complain = Callable[[str], None]
Table = Mapping[str, Any]


def read_rule(table: Table, measures: Mapping[str, Measure], complain: Complain) -> Rule:
    """Return the rule that a table states; complains of what is missing or not known and then gives a stand-in."""
    return _Reader(measures, complain).read(table, 1)


@dataclass(frozen=True, slots=True)
class _Reader:
    measures: Mapping[str, Measure]
    complain: Complain

    def read(self, table: Any, depth: int) -> Rule:
        """Return the rule of one table and of the tables in it."""
        table = table if isinstance(table, Mapping) else {}
        kind = str(table.get("kind", ""))
        if kind not in KEYS:
            near = get_close_matches(kind, KEYS, n=1)
            hint = f'Did you mean "{near[0]}"?' if near else f"Use one of: {', '.join(KEYS)}."
            self.complain(f'`kind` is "{kind}", which is no kind of rule. {hint}')
            return STAND_IN
        if depth > DEEPEST:
            self.complain(f"rules stand more than {DEEPEST} deep in each other. Write it as two criteria.")
            return STAND_IN
        kept = self._kept(kind, table)
        if kept is None:
            return STAND_IN
        failure = kept.get("failure", "temporary" if kind in TEMPORARY else "lasting")
        return _Builder(kind, kept, failure == "lasting", self, depth).build()

    def _kept(self, kind: str, table: Table) -> dict[str, Any] | None:
        """Return what of the table can be used; None where something is missing."""
        needed, possible = KEYS[kind]
        shape = {key: OTHER_FORMS.get((kind, key), RULE[key]) for key in ("kind", *sorted(needed), *sorted(possible))}
        if missing := sorted(needed - set(table)):
            self.complain(f"a rule of kind {kind} needs {', '.join(missing)}. Add it.")
        kept = shaped(table, shape, "", lambda _, problem: self.complain(problem))
        whole = not needed - set(kept) and self._one_of(kind, kept)
        return kept if self._fits(kind, kept) and whole else None

    def _one_of(self, kind: str, table: Table) -> bool:
        wanted = ONE_OF.get(kind, frozenset())
        if wanted and not wanted & set(table):
            self.complain(f"a rule of kind {kind} needs one of {', '.join(sorted(wanted))}. Add it.")
            return False
        return True

    def _fits(self, kind: str, table: Table) -> bool:
        """Complain of words that mean nothing; False where nothing can be made of the rule."""
        if table.get("failure", "lasting") not in ("lasting", "temporary"):
            self.complain(f'`failure` is "{table["failure"]}". Write "lasting" or "temporary".')
        if kind == "is" and table.get("wanted", "yes") not in ("yes", "no"):
            self.complain(f'`wanted` is "{table["wanted"]}". Write "yes" or "no".')
        if table.get("none", "met") not in ("met", "not_met"):
            self.complain(
                f'`none` is "{table["none"]}". Write "met" or "not_met", or leave it out: then it is unknown.'
            )
        if table.get("months", 1) < 1:
            self.complain("`months` must be 1 or more. Write the length of the window.")
        if {"months", "window"} <= set(table):
            self.complain("has both `months` and `window`. Write one of them.")
        for pair in ({"at_least", "above"}, {"at_most", "below"}):
            if pair <= set(table):
                self.complain(f"has both {' and '.join(f'`{key}`' for key in sorted(pair))}. Write one of them.")
        empty = [key for key in ("facts", "wanted") if table.get(key) == []]
        for key in empty:
            self.complain(f"`{key}` is empty, so all answers are decided alike. Name at least one.")
        wrong = [key for key in WINDOWS if key in table and not self._is_window(table[key], key)]
        return not wrong and not empty

    def _is_window(self, text: str, key: str) -> bool:
        try:
            Window.parse(text)
        except ValueError:
            self.complain(f'`{key}` is "{text}". Write a number of days, weeks, months or years: "6 weeks".')
            return False
        return True


@dataclass(frozen=True, slots=True)
class _Builder:
    kind: str
    table: Table
    lasting: bool
    reader: _Reader
    depth: int

    def build(self) -> Rule:
        """Return the rule of a table that is whole."""
        return self._made_of_rules() or self._on_treatments() or self._plain()

    def _plain(self) -> Rule:
        table, fact = self.table, self.table.get("fact", "")
        match self.kind:
            case "between":
                return Between(fact, table["lowest"], table["highest"], self.lasting)
            case "is":
                return Is(fact, table["wanted"], self.lasting)
            case "none_of":
                return NoneOf(tuple(table["facts"]), table.get("unless", ""), self.lasting)
            case "class_within":
                return ClassWithin(fact, table["date"], self._window(), tuple(table["wanted"]), self.lasting)
            case "one_of":
                return OneOf(fact, tuple(table["wanted"]), self.lasting)
            case "count":
                most = int(Fraction(str(table["at_most"]))) if "at_most" in table else None
                least = int(Fraction(str(table.get("at_least", 0))))
                return Count(tuple(table["facts"]), least, most, self.lasting)
            case "ago":
                none = Truth(table["none"]) if table.get("none") in ("met", "not_met") else Truth.UNKNOWN
                return Ago(fact, self._span("at_most_ago"), self._span("at_least_ago"), self.lasting, none)
            case "limits":
                return self._limits(fact)
        threshold, fails_on = Fraction(str(table["threshold"])), tuple(table.get("fails_on", ()))
        needed = (table.get("age", ""), table.get("sex", ""))
        return AtLeast(fact, threshold, self.reader.measures, self.lasting, fails_on, *needed)

    def _limits(self, fact: str) -> Limits:
        lower = self._limit("at_least") or self._limit("above", included=False)
        upper = self._limit("at_most") or self._limit("below", included=False)
        fails_on, meets_on = (tuple(self.table.get(key, ())) for key in ("fails_on", "meets_on"))
        return Limits(fact, lower, upper, self.reader.measures, self.lasting, fails_on, meets_on)

    def _limit(self, key: str, *, included: bool = True) -> Limit | None:
        return Limit(Fraction(str(self.table[key])), included) if key in self.table else None

    def _window(self) -> Window:
        return self._span("window") or Window.months(max(self.table.get("months", 1), 1))

    def _span(self, key: str) -> Window | None:
        return Window.parse(self.table[key]) if key in self.table else None

    def _on_treatments(self) -> Rule | None:
        table, fact = self.table, self.table.get("fact", "")
        groups, unsure = tuple(table.get("groups", ())), tuple(table.get("unsure", ()))
        match self.kind:
            case "washout":
                named = (tuple(table.get(key, ())) for key in ("any_dose", "newly_started", "unsure"))
                return Washout(fact, self._window(), *named)
            case "on_treatment":
                dose = self._limits(fact) if _LIMITS & set(table) else None
                return OnTreatment(fact, groups, self._span("since"), dose, self.lasting, self.reader.measures, unsure)
            case "dose":
                return DoseLimit(fact, groups, self._limits(fact), self.reader.measures, self.lasting)
            case "never":
                return Never(fact, groups, self.lasting, unsure)
        return None

    def _made_of_rules(self) -> Rule | None:
        match self.kind:
            case "any_of" | "all_of":
                rules = tuple(self._inner(each) for each in self.table["rules"])
                if len(rules) < 2:
                    self.reader.complain(f"a rule of kind {self.kind} needs two rules or more. Write the other ones.")
                return AnyOf(rules) if self.kind == "any_of" else AllOf(rules)
            case "only_if":
                return OnlyIf(self._inner(self.table["if"]), self._inner(self.table["then"]))
            case "by_answer":
                by = {str(answer): self._inner(each) for answer, each in self.table["rules"].items()}
                if not by:
                    self.reader.complain("`rules` is empty. Write a rule for each answer.")
                return ByAnswer(self.table["fact"], by)
        return None

    def _inner(self, table: Any) -> Rule:
        return self.reader.read(table, self.depth + 1)
