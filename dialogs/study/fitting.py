"""Can a rule ever be decided? Every fact that it looks at must be one that a question, as asked, can give.

A rule on a kind of answer that cannot answer it would load and be unknown for ever, and nobody would notice. So each
kind of rule says here what it needs of its facts, and the file is refused with a sentence where it does not get that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from dialogs.study.amounts import Limit, Limits
from dialogs.study.combined import ByAnswer, Count, OneOf, OnlyIf, leaves
from dialogs.study.computed import FORMULAS
from dialogs.study.dated import Ago
from dialogs.study.laboratory import ADULT, AtLeast
from dialogs.study.rules import Between, ClassWithin, Is, NoneOf, Washout
from dialogs.study.study import NUMBERS, Criterion, Kind, Question, Rule, Study
from dialogs.study.taken import DoseLimit, Never, OnTreatment

Complain = Callable[[str, str], None]
#: The fact of a treatment that rules on doses look at.
DOSE = "dose"


class Gives(StrEnum):
    """What a fact can be, in the words of the complaint."""

    YES_NO = "yes or no"
    NUMBER = "a number"
    AMOUNT = "a laboratory value"
    DATE = "a date"
    ANSWER = "one of some answers"
    TREATMENTS = "treatments"


@dataclass(slots=True)
class Fact:
    """What the questions give of one fact."""

    kinds: set[Gives] = field(default_factory=set)
    #: Words that it can be, beside numbers and dates.
    words: set[str] = field(default_factory=set)
    #: Believable range of the number, where one holds.
    lowest: Fraction | None = None
    highest: Fraction | None = None


#: Rules that look at treatments, and so concern some groups of them only.
TreatmentRule = Washout | OnTreatment | DoseLimit | Never


def groups_of(rule: TreatmentRule) -> tuple[str, ...]:
    """Return the groups of treatments that a rule is about."""
    if isinstance(rule, Washout):
        return (*rule.any_dose, *rule.newly_started, *rule.unsure)
    unsure = () if isinstance(rule, DoseLimit) else rule.unsure
    return (*rule.groups, *unsure)


def given(study: Study) -> dict[str, Fact]:
    """Return each fact with what the questions that are asked can make of it."""
    found: dict[str, Fact] = {}
    for question in study.asked:
        for option in question.options:
            for name, value in option.sets.items():
                fact = found.setdefault(name, Fact())
                fact.words.add(value)
                if value in ("yes", "no"):
                    fact.kinds.add(Gives.YES_NO)
                if question.kind is Kind.CHOICES:
                    fact.words.add("no")
        if not question.for_each:
            for name in question.facts - {name for option in question.options for name in option.sets}:
                _of_question(found.setdefault(name, Fact()), question)
            if question.fact and question.fact in found:
                _of_question(found[question.fact], question)
    for computed in study.computed:
        found.setdefault(computed.fact, Fact()).kinds.add(Gives.NUMBER)
    return found


def _of_question(fact: Fact, question: Question) -> None:
    options = {option.value for option in question.options if not option.opens and not option.sets}
    match question.kind:
        case Kind.MONTH:
            fact.kinds.add(Gives.DATE)
            fact.words |= options & {"none"}
        case Kind.QUANTITY:
            fact.kinds.add(Gives.AMOUNT)
            fact.words |= options
            judged = [measure for measure in question.measures if not measure.formula]
            if len(judged) == 1:
                fact.lowest, fact.highest = judged[0].lowest, judged[0].highest
        case Kind.MEDICINES:
            fact.kinds.add(Gives.TREATMENTS)
        case Kind.CHOICE | Kind.CHOICES:
            fact.kinds.add(Gives.ANSWER)
            fact.words |= options | set(question.terms)
        case Kind.BIRTH | Kind.PRESSURE:
            fact.kinds.add(Gives.NUMBER)
        case Kind.CONTACT:
            # It has none; this one stands in for a kind that was not understood, and that is told already.
            fact.kinds |= set(Gives)
        case kind if kind in NUMBERS:
            fact.kinds.add(Gives.NUMBER)
            fact.words |= options
            fact.lowest, fact.highest = Fraction(question.lowest), Fraction(question.highest)


def check_rules(study: Study, complain: Complain) -> None:
    """Complain of every rule that nothing could ever decide, or that only one answer could."""
    facts = given(study)
    for criterion in study.criteria:
        place = f'criterion "{criterion.id}", rule'
        for rule in leaves(criterion.rule):
            _Check(study, facts, place, complain).leaf(rule)
        _made_of_rules(criterion, facts, place, complain)


def check_minors(study: Study, complain: Complain) -> None:
    """Complain of a criterion that takes minors: their parents' consent is nothing that this program can ask for."""
    for criterion in study.criteria:
        for rule in leaves(criterion.rule):
            if isinstance(rule, Between | Limits) and rule.fact in study.age_facts and _lowest(rule) < ADULT:
                complain(
                    f'criterion "{criterion.id}", rule',
                    f"takes people under {ADULT}, whose parents would have to agree, and nobody here asks them "
                    f"(CL-26). Write {ADULT} or more as its lower end.",
                )


def _lowest(rule: Between | Limits) -> Fraction:
    if isinstance(rule, Between):
        return Fraction(rule.lowest)
    return rule.lower.number if rule.lower is not None else Fraction(ADULT)


def _made_of_rules(criterion: Criterion, facts: Mapping[str, Fact], place: str, complain: Complain) -> None:
    for rule in _all_rules(criterion.rule):
        if not isinstance(rule, ByAnswer) or rule.fact not in facts:
            continue
        known = {word for word in facts[rule.fact].words if word not in ("unknown", "none") and "+" not in word}
        for answer in sorted(known - set(rule.rules)):
            complain(place, f'says nothing for the answer "{answer}" of "{rule.fact}". Write a rule for it.')
        for answer in sorted(set(rule.rules) - known):
            complain(place, f'has a rule for "{answer}", which "{rule.fact}" cannot be. {_one_of(known)}')


def _all_rules(rule: Rule) -> Iterator[Rule]:
    yield rule
    if isinstance(rule, OnlyIf):
        yield from _all_rules(rule.condition)
    for each in getattr(rule, "rules", ()) if not isinstance(rule, ByAnswer) else rule.rules.values():
        yield from _all_rules(each)
    if isinstance(rule, OnlyIf):
        yield from _all_rules(rule.rule)


def _one_of(known: Iterable[str]) -> str:
    return f"Use one of: {', '.join(sorted(known)) or 'nothing, it has no such answers'}."


@dataclass(frozen=True, slots=True)
class _Check:
    study: Study
    facts: Mapping[str, Fact]
    place: str
    complain: Complain

    def leaf(self, rule: Rule) -> None:
        """Look at one rule that is made of no other."""
        match rule:
            case Between():
                self._between(rule)
            case Is(fact=fact, wanted=wanted):
                self._kind(fact, {Gives.YES_NO}, "a rule of kind is asks for yes or no")
                self._says(fact, {wanted, "no" if wanted == "yes" else "yes"})
            case NoneOf():
                self._none_of(rule)
            case Count(facts=names):
                self._count(rule)
                self._all_yes_no(names, "count")
            case OneOf(fact=fact, wanted=answers):
                self._kind(fact, {Gives.ANSWER, Gives.YES_NO}, "a rule of kind one_of asks for one of some answers")
                self._wanted(fact, answers, alone=True)
            case ClassWithin(fact=fact, dated=dated, wanted=answers):
                self._kind(fact, {Gives.ANSWER}, "a rule of kind class_within asks for a class")
                self._kind(dated, {Gives.DATE}, "the date of a rule of kind class_within")
                self._wanted(fact, answers, alone=False)
            case Ago():
                self._ago(rule)
            case AtLeast(fact=fact, fails_on=answers):
                self._kind(fact, {Gives.AMOUNT}, "a rule of kind at_least asks for a laboratory value")
                self._words(fact, answers, "fails_on")
                self._inside(fact, Limits(fact, Limit(rule.threshold), fails_on=answers), self.facts.get(fact))
            case Limits():
                self._limits(rule)
            case _ if isinstance(rule, TreatmentRule):
                self._on_treatments(rule)

    def _all_yes_no(self, names: Iterable[str], kind: str) -> None:
        for name in names:
            self._kind(name, {Gives.YES_NO}, f"a rule of kind {kind} asks for yes or no")

    def _kind(self, name: str, wanted: set[Gives], why: str) -> bool:
        """Complain where a fact is nothing that the rule could judge; of an unknown fact others complain."""
        fact = self.facts.get(name)
        if fact is None or fact.kinds & wanted:
            return True
        is_now = " or ".join(sorted(fact.kinds)) or "nothing that a rule can judge"
        self.complain(self.place, f'{why}, and "{name}" is {is_now}. Name another fact, or write another kind of rule.')
        return False

    def _says(self, name: str, wanted: set[str]) -> None:
        fact = self.facts.get(name)
        if fact is not None and Gives.YES_NO in fact.kinds and not wanted <= fact.words:
            missing = " and ".join(f'"{word}"' for word in sorted(wanted - fact.words))
            self.complain(self.place, f'no answer makes "{name}" {missing}, so it is always decided alike. Add one.')

    def _words(self, name: str, answers: tuple[str, ...], key: str) -> None:
        fact = self.facts.get(name)
        for answer in answers if fact is not None else ():
            assert fact is not None
            if answer not in fact.words:
                self.complain(self.place, f'`{key}` names "{answer}", which "{name}" cannot be. {_one_of(fact.words)}')

    def _wanted(self, name: str, answers: tuple[str, ...], *, alone: bool) -> None:
        """Complain of answers that cannot be, and of too few or too many of them; `alone`: nothing else decides."""
        self._words(name, answers, "wanted")
        words = self.facts.get(name, Fact()).words
        known = words - {"unknown"}
        if set(answers) <= words | {"unknown"} and not known & set(answers):
            self.complain(self.place, "`wanted` names no answer that could meet it. Name at least one that is known.")
        elif alone and known and known <= set(answers):
            self.complain(
                self.place, "every answer meets it, since `wanted` names them all. Leave out those that do not."
            )

    def _none_of(self, rule: NoneOf) -> None:
        self._all_yes_no(rule.uses, "none_of")
        for name in rule.facts:
            self._says(name, {"yes"})
        self._says(rule.unless, {"no"})

    def _between(self, rule: Between) -> None:
        """Complain of a range in which every believable answer lies, or none."""
        self._kind(rule.fact, {Gives.NUMBER}, "a rule of kind between asks for a number")
        self._order(Limits(rule.fact, Limit(Fraction(rule.lowest)), Limit(Fraction(rule.highest))))
        fact = self.facts.get(rule.fact)
        if fact is None or fact.lowest is None or fact.highest is None:
            return
        if rule.lowest <= fact.lowest and fact.highest <= rule.highest:
            self.complain(self.place, f'every answer to "{rule.fact}" lies in its range. Correct one of the two.')
        elif rule.highest < fact.lowest or fact.highest < rule.lowest:
            self.complain(self.place, f'no answer to "{rule.fact}" lies in its range. Correct one of the two.')

    def _ago(self, rule: Ago) -> None:
        self._kind(rule.fact, {Gives.DATE}, "a rule of kind ago asks for a date")
        if rule.at_least and rule.at_most and rule.at_least.is_longer(rule.at_most):
            self.complain(self.place, "no date lies between its two windows. Write the shorter one as the least.")

    def _count(self, rule: Count) -> None:
        if rule.at_least > len(rule.facts) or (rule.at_most is not None and rule.at_most < rule.at_least):
            self.complain(self.place, f"no answers could meet it: it looks at {len(rule.facts)} facts.")
        elif rule.at_least < 1 and (rule.at_most is None or rule.at_most >= len(rule.facts)):
            self.complain(self.place, "every answer meets it. Ask for one or more, or for fewer than all.")

    def _limits(self, rule: Limits) -> None:
        wanted = {Gives.NUMBER, Gives.AMOUNT}
        if self._kind(rule.fact, wanted, "a rule of kind limits asks for a number or a laboratory value"):
            self._words(rule.fact, rule.fails_on, "fails_on")
            self._words(rule.fact, rule.meets_on, "meets_on")
            self._inside(rule.fact, rule, self.facts.get(rule.fact))
        self._order(rule)

    def _order(self, rule: Limits) -> None:
        low, high = rule.lower, rule.upper
        if low is None or high is None:
            return
        if low.number > high.number or (low.number == high.number and not (low.included and high.included)):
            self.complain(self.place, "no number lies between its two limits. Write the lower one as the lower one.")

    def _inside(self, name: str, rule: Limits, fact: Fact | None) -> None:
        """Complain of limits that every believable answer lies on one side of."""
        if fact is None or fact.lowest is None or fact.highest is None:
            return
        lowest, highest = (f"{float(each):g}" for each in (fact.lowest, fact.highest))
        for limit in (rule.lower, rule.upper):
            if limit is not None and not fact.lowest <= limit.number <= fact.highest:
                self.complain(
                    self.place,
                    f'the limit {float(limit.number):g} lies outside what is believed of "{name}", {lowest} to '
                    f"{highest}: every answer would be decided alike. Correct one of them.",
                )
                return
        if not (rule.fails_on or rule.meets_on) and _alike(rule, fact.lowest, fact.highest):
            self.complain(
                self.place,
                f'all that is believed of "{name}", {lowest} to {highest}, is decided alike. Correct a limit.',
            )

    def _on_treatments(self, rule: TreatmentRule) -> None:
        kind = {Washout: "washout", OnTreatment: "on_treatment", DoseLimit: "dose", Never: "never"}[type(rule)]
        if rule.fact not in self.facts:
            return
        if not self._kind(rule.fact, {Gives.TREATMENTS}, f"a rule of kind {kind} asks for treatments"):
            return
        if not groups_of(rule):
            self.complain(self.place, f"a rule of kind {kind} names no group of treatments. Name at least one.")
        for facts, groups in _needed(rule):
            for group in groups:
                if not self._asks(rule.fact, group, facts):
                    name = " or ".join(f'"{fact}"' for fact in facts)
                    self.complain(
                        self.place,
                        f'no question asks {name} of the treatments of group "{group}", so it would never be decided. '
                        "Add a question with `for_each` and that `fact`.",
                    )
        if isinstance(rule, DoseLimit | OnTreatment) and rule.dose is not None:
            self._order(rule.dose)
            for question in {
                each.id: each for group in rule.groups for each in self._asking(rule.fact, group)
            }.values():
                if question.fact == DOSE:
                    dose = Fact()
                    _of_question(dose, question)
                    self._inside(DOSE, rule.dose, dose)

    def _asks(self, named_at: str, group: str, facts: tuple[str, ...]) -> bool:
        """Tell whether a question asks one of these things of the treatments of a group."""
        asking = self._asking(named_at, group)
        return any(question.variant_facts.get(group, question.fact) in facts for question in asking)

    def _asking(self, named_at: str, group: str) -> list[Question]:
        """Return what is asked of each treatment of a group."""
        at = {question.id for question in self.study.questions if question.fact == named_at}
        return [each for each in self.study.questions if each.for_each in at and group in each.groups]


def _alike(rule: Limits, lowest: Fraction, highest: Fraction) -> bool:
    """Tell whether every number of this range lies within the limits, or none; both limits lie inside it."""
    low, high = rule.lower, rule.upper
    all_above = low is None or (low.included and low.number == lowest)
    all_below = high is None or (high.included and high.number == highest)
    none_above = low is not None and not low.included and low.number == highest
    none_below = high is not None and not high.included and high.number == lowest
    return (all_above and all_below) or none_above or none_below


def _needed(rule: TreatmentRule) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return what must be asked of each treatment of some groups."""
    match rule:
        case Washout():
            yield ("date", "start"), (*rule.any_dose, *rule.unsure)
            yield ("start",), rule.newly_started
        case OnTreatment():
            yield ("start",), rule.groups if rule.since is not None else ()
            yield (DOSE,), rule.groups if rule.dose is not None else ()
        case DoseLimit():
            yield (DOSE,), rule.groups


def check_computed(study: Study, complain: Complain) -> None:
    """Complain of a computed value whose formula is not known, or does not get what it needs."""
    facts = given(study)
    for each in study.computed:
        place = f'computed "{each.fact}"'
        formula = FORMULAS.get(each.formula)
        if formula is None:
            complain(place, f'`formula` is "{each.formula}". {_one_of(FORMULAS)}')
            continue
        if set(each.of) != set(formula.needs):
            complain(place, f"`from` must say where these come from: {', '.join(formula.needs)}.")
        for name, source in each.of.items():
            if source not in facts:
                complain(place, f'no question gives the fact "{source}". {_one_of(facts)}')
            elif name in formula.answers and not set(formula.answers[name]) <= facts[source].words:
                complain(
                    place, f'"{name}" must be able to be {" and ".join(formula.answers[name])}; "{source}" is not.'
                )
            elif name not in formula.answers and not facts[source].kinds & {Gives.NUMBER, Gives.AMOUNT}:
                complain(place, f'"{name}" must be a number or a laboratory value, and "{source}" is neither.')
            elif formula.needs.get(name):
                _unit(study, source, formula.needs[name], place, complain)


def _unit(study: Study, source: str, unit: str, place: str, complain: Complain) -> None:
    for question in study.questions:
        for measure in question.measures if question.fact == source else ():
            if not measure.units or measure.units[0].name != unit:
                complain(place, f'the formula reckons in {unit}: make it the first unit of the measure "{measure.id}".')
