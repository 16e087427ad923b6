"""Who is of age, as far as the answers say (CL-26): of a minor nothing is kept, and nobody else is taken for an adult.

It holds for every study that asks an age or a date of birth, whatever its criteria are.
"""

from __future__ import annotations

from dialogs.study.laboratory import ADULT
from dialogs.study.rules import Between, Fact, Facts, Range
from dialogs.study.study import Study


def is_minor(study: Study, facts: Facts) -> bool:
    """Tell whether an age that was told lies surely below that of an adult."""
    return any(_is_below(facts.get(name)) for name in study.age_facts)


def is_surely_adult(study: Study, facts: Facts) -> bool:
    """Tell whether every age that is asked is known to be that of an adult; a study that asks none knows no minors."""
    return all(_is_adult(study, name, facts.get(name)) for name in study.age_facts)


def _is_below(fact: Fact | None) -> bool:
    match fact:
        case int(age):
            return age < ADULT
        case Range(high=high):
            return high is not None and high < ADULT
    return False


def _is_adult(study: Study, name: str, fact: Fact | None) -> bool:
    match fact:
        case int(age):
            return age >= ADULT
        case Range(low=low):
            return low is not None and low >= ADULT
        case "inside" | "above":
            rules = [criterion.rule for criterion in study.criteria]
            return all(rule.lowest >= ADULT for rule in rules if isinstance(rule, Between) and rule.fact == name)
    return False
