"""Rules made of rules: one of several, all of several, only for some people, and by another answer.

Each keeps what its parts say of lasting and temporary: an any-of is lasting only where every part is, since one that
may pass is enough; an all-of is lasting where one part is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from dialogs.study.rules import MET, OPEN, Facts, Truth, Verdict, VerdictNote
from dialogs.study.study import Rule


@dataclass(frozen=True, slots=True)
class OneOf:
    """The answer is one of several; of a combination one of its terms is."""

    fact: str
    wanted: tuple[str, ...]
    lasting: bool = True

    @property
    def uses(self) -> tuple[str, ...]:
        """The facts that it looks at."""
        return (self.fact,)

    def judge(self, facts: Facts, today: date) -> Verdict:
        """Not met by a known answer that is none of them."""
        value = facts.get(self.fact)
        if not isinstance(value, str) or value == "unknown":
            return OPEN
        if value in self.wanted or set(value.split("+")) & set(self.wanted):
            return MET
        return Verdict(Truth.NOT_MET, self.lasting, notes=(VerdictNote.UNWANTED,))


@dataclass(frozen=True, slots=True)
class Count:
    """So many of some facts are a yes."""

    facts: tuple[str, ...]
    at_least: int = 0
    at_most: int | None = None
    lasting: bool = True

    @property
    def uses(self) -> tuple[str, ...]:
        """The facts that it looks at."""
        return self.facts

    def judge(self, facts: Facts, today: date) -> Verdict:
        """Unknown while what is not known could change it."""
        sure = sum(facts.get(name) == "yes" for name in self.facts)
        possible = sum(facts.get(name) != "no" for name in self.facts)
        most = len(self.facts) if self.at_most is None else self.at_most
        if possible < self.at_least or sure > most:
            side = VerdictNote.BELOW if possible < self.at_least else VerdictNote.ABOVE
            return Verdict(Truth.NOT_MET, self.lasting, notes=(side,))
        return MET if sure >= self.at_least and possible <= most else OPEN


def _noted(verdicts: list[Verdict]) -> tuple[VerdictNote, ...]:
    return tuple(dict.fromkeys(note for verdict in verdicts for note in verdict.notes))


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of several rules is enough."""

    rules: tuple[Rule, ...]

    @property
    def uses(self) -> tuple[str, ...]:
        """The facts that it looks at."""
        return _uses(self.rules)

    def judge(self, facts: Facts, today: date) -> Verdict:
        """Not met where none can be; the first end date of those that may pass is the day to look again."""
        verdicts = [rule.judge(facts, today) for rule in self.rules]
        if any(verdict.truth is Truth.MET for verdict in verdicts):
            return MET
        notes = _noted(verdicts)
        if any(verdict.truth is Truth.UNKNOWN for verdict in verdicts):
            return Verdict(Truth.UNKNOWN, notes=notes)
        ends = [verdict.until for verdict in verdicts if not verdict.lasting and verdict.until is not None]
        lasting = all(verdict.lasting for verdict in verdicts)
        return Verdict(Truth.NOT_MET, lasting, min(ends, default=None), notes)


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of several rules is needed."""

    rules: tuple[Rule, ...]

    @property
    def uses(self) -> tuple[str, ...]:
        """The facts that it looks at."""
        return _uses(self.rules)

    def judge(self, facts: Facts, today: date) -> Verdict:
        """Not met where one is not; its end date is the latest, or none where one failure has none."""
        verdicts = [rule.judge(facts, today) for rule in self.rules]
        failures = [verdict for verdict in verdicts if verdict.truth is Truth.NOT_MET]
        notes = _noted(failures or verdicts)
        if failures:
            ends = [verdict.until for verdict in failures]
            until = None if None in ends else max(end for end in ends if end is not None)
            return Verdict(Truth.NOT_MET, any(verdict.lasting for verdict in failures), until, notes)
        known = all(verdict.truth is Truth.MET for verdict in verdicts)
        return Verdict(Truth.MET if known else Truth.UNKNOWN, notes=notes)


@dataclass(frozen=True, slots=True)
class OnlyIf:
    """A rule for some people only: for the others it is met."""

    condition: Rule
    rule: Rule

    @property
    def uses(self) -> tuple[str, ...]:
        """The facts that it looks at."""
        return _uses((self.condition, self.rule))

    def judge(self, facts: Facts, today: date) -> Verdict:
        """Where it is not known whether the rule applies, only what is met either way is met."""
        applies, found = self.condition.judge(facts, today).truth, self.rule.judge(facts, today)
        if applies is Truth.NOT_MET:
            return MET
        if applies is Truth.MET or found.truth is Truth.MET:
            return found
        return Verdict(Truth.UNKNOWN, notes=found.notes)


@dataclass(frozen=True, slots=True)
class ByAnswer:
    """Another rule for each answer to another question: a limit by sex. Of a combination the first that is named."""

    fact: str
    rules: Mapping[str, Rule]

    @property
    def uses(self) -> tuple[str, ...]:
        """The facts that it looks at."""
        return tuple(dict.fromkeys((*_uses(tuple(self.rules.values())), self.fact)))

    def judge(self, facts: Facts, today: date) -> Verdict:
        """Where the other answer is not known, only what every one of the rules says holds."""
        answer = facts.get(self.fact)
        told = {answer, *answer.split("+")} if isinstance(answer, str) else set()
        for name, rule in self.rules.items():
            if name in told:
                return rule.judge(facts, today)
        verdicts = [rule.judge(facts, today) for rule in self.rules.values()]
        if len({verdict.truth for verdict in verdicts}) != 1 or verdicts[0].truth is Truth.UNKNOWN:
            return Verdict(Truth.UNKNOWN, notes=_noted(verdicts))
        # Whichever holds, it fails; for good only where it does so in every case.
        until = (
            None if any(verdict.until is None for verdict in verdicts) else max(v.until for v in verdicts if v.until)
        )
        lasting = all(verdict.lasting for verdict in verdicts)
        return replace(verdicts[0], lasting=lasting, until=until, notes=_noted(verdicts))


def _uses(rules: tuple[Rule, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for rule in rules for name in rule.uses))


def leaves(rule: Rule) -> Iterator[Rule]:
    """Return the rules that a rule is made of, itself where it is made of none."""
    match rule:
        case AnyOf(rules=rules) | AllOf(rules=rules):
            for each in rules:
                yield from leaves(each)
        case OnlyIf(condition=condition, rule=inner):
            yield from leaves(condition)
            yield from leaves(inner)
        case ByAnswer(rules=by):
            for each in by.values():
                yield from leaves(each)
        case _:
            yield rule
