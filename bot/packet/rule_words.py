"""A rule in words, both languages: what it asks for, and what follows where it is not met."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from bot.packet.document import Pair
from bot.packet.writer import Writer
from dialogs.study.amounts import Limits
from dialogs.study.combined import AllOf, AnyOf, ByAnswer, Count, OneOf, OnlyIf
from dialogs.study.dated import Ago
from dialogs.study.laboratory import AtLeast
from dialogs.study.rules import Between, ClassWithin, Is, NoneOf, Washout
from dialogs.study.study import Rule
from dialogs.study.taken import DoseLimit, Never, OnTreatment
from dialogs.study.windows import Window


def rule_in_words(w: Writer, rule: Rule) -> Pair:
    """Return what a rule asks for."""
    return _of_rules(w, rule) or _of_treatments(w, rule) or _plain(w, rule)


def _plain(w: Writer, rule: Rule) -> Pair:
    match rule:
        case Between(lowest=lowest, highest=highest):
            return w.pair("rule_between", lowest=lowest, highest=highest, end=_end(w, rule.lasting))
        case Is(wanted=wanted, lasting=lasting):
            return w.pair(f"rule_is_{wanted}", end=_end(w, lasting))
        case NoneOf(lasting=lasting):
            return w.pair("rule_none_of" if rule.unless else "rule_none_of_any", end=_end(w, lasting))
        case ClassWithin(window=window, wanted=classes, lasting=lasting):
            other = w.pair("other_class_lasting" if lasting else "other_class_temporary")
            return w.pair("rule_class_within", window=_window(w, window), classes=" / ".join(classes), other=other)
        case AtLeast(threshold=threshold, lasting=lasting):
            return w.pair("rule_at_least", threshold=_number(threshold), end=_end(w, lasting))
        case Limits(lasting=lasting):
            return w.pair("rule_limits", limits=_limits(w, rule), end=_end(w, lasting))
        case OneOf(wanted=wanted, lasting=lasting):
            return w.pair("rule_one_of", answers=" / ".join(wanted), end=_end(w, lasting))
        case Count(facts=facts, at_least=least, at_most=most, lasting=lasting):
            highest = len(facts) if most is None else most
            return w.pair("rule_count", least=least, most=highest, all=len(facts), end=_end(w, lasting))
        case Ago():
            return _ago(w, rule)
    return w.pair("rule_other")


def _ago(w: Writer, rule: Ago) -> Pair:
    said = []
    if rule.at_most is not None:
        said.append(w.pair("ago_at_most", window=_window(w, rule.at_most)))
    if rule.at_least is not None:
        said.append(w.pair("ago_at_least", window=_window(w, rule.at_least)))
    return w.pair("rule_ago", windows=_listed(said, ", "), end=_end(w, rule.lasting))


def _of_treatments(w: Writer, rule: Rule) -> Pair | None:
    match rule:
        case Washout(window=window):
            return w.pair("rule_washout", window=_window(w, window))
        case OnTreatment(since=since, dose=dose, lasting=lasting):
            said = [w.pair("on_it_since", window=_window(w, since))] if since is not None else []
            said += [w.pair("in_dose", limits=_limits(w, dose))] if dose is not None else []
            return w.pair("rule_on_treatment", how=_listed(said, ""), end=_end(w, lasting))
        case DoseLimit(dose=dose, lasting=lasting):
            return w.pair("rule_dose", limits=_limits(w, dose), end=_end(w, lasting))
        case Never(lasting=lasting):
            return w.pair("rule_never", end=_end(w, lasting))
    return None


def _of_rules(w: Writer, rule: Rule) -> Pair | None:
    match rule:
        case AnyOf(rules=rules):
            return w.pair("rule_any_of", rules=_listed([rule_in_words(w, each) for each in rules], " || "))
        case AllOf(rules=rules):
            return w.pair("rule_all_of", rules=_listed([rule_in_words(w, each) for each in rules], " && "))
        case OnlyIf(condition=condition, rule=inner):
            return w.pair("rule_only_if", condition=rule_in_words(w, condition), rule=rule_in_words(w, inner))
        case ByAnswer(rules=by):
            said = [w.pair("for_answer", answer=answer, rule=rule_in_words(w, each)) for answer, each in by.items()]
            return w.pair("rule_by_answer", rules=_listed(said, " | "))
    return None


def _limits(w: Writer, rule: Limits) -> Pair:
    said = []
    if rule.lower is not None:
        name = "limit_at_least" if rule.lower.included else "limit_above"
        said.append(w.pair(name, number=_number(rule.lower.number)))
    if rule.upper is not None:
        name = "limit_at_most" if rule.upper.included else "limit_below"
        said.append(w.pair(name, number=_number(rule.upper.number)))
    return _listed(said, ", ")


def _listed(said: Sequence[Pair], between: str) -> Pair:
    return Pair(between.join(each.es for each in said), between.join(each.en for each in said))


def _window(w: Writer, window: Window) -> Pair:
    """Return a window in words: each unit has its own sentence, and one for a single one."""
    one = "one_" if window.count == 1 else ""
    return w.pair(f"window_{one}{window.span}", n=window.count)


def _end(w: Writer, lasting: bool) -> Pair:
    return w.pair("lasting" if lasting else "temporary")


def _number(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):g}"
