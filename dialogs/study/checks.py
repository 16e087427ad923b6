"""What must hold between the parts of a study file: every name that is used is defined, and early enough."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches

from dialogs.study.combined import leaves
from dialogs.study.fitting import TreatmentRule, check_computed, check_minors, check_rules, groups_of
from dialogs.study.laboratory import FORMULAS, plain_unit, written
from dialogs.study.shared import can_be_shared
from dialogs.study.study import NUMBERS, Kind, Measure, Question, Study

Complain = Callable[[str, str], None]

#: Longest question text, in characters (AX-15), and longest button label (AX-14).
LONGEST_QUESTION = 350
LONGEST_LABEL = 32
#: The steps of a scale are buttons, one below the other.
LONGEST_SCALE = 10
#: What an option cannot be called: the bot's own buttons at a question (back pain is no way back), and what a
#: condition asks of any answer.
RESERVED = frozenset({"back", "pause", "person", "language", "done", "keep", "offer", "known"})


def check_study(study: Study, complain: Complain) -> None:
    """Complain of every name that is not right, and of every rule that could never be decided."""
    check_references(study, complain)
    check_computed(study, complain)
    check_rules(study, complain)
    check_minors(study, complain)


def check_references(study: Study, complain: Complain) -> None:
    """Complain of every name used but not defined, defined twice, or of the wrong kind."""
    _twice([q.id for q in study.questions], "question", complain)
    _twice([c.id for c in study.criteria], "criterion", complain)
    earlier: dict[str, Question] = {}
    for question in study.questions:
        _name(question.id, f'question "{question.id}"', complain)
        _conditions(question, earlier, complain)
        _shape(question, complain)
        _halves(question, study, complain)
        if question.asked:
            _lengths(question, complain)
        _measures(question, complain)
        _shared(question, complain)
        _groups(study, question.groups, f'question "{question.id}"', complain)
        earlier[question.id] = question
    _same_measures(study, complain)
    facts = _facts(study)
    if study.pregnancy_fact and study.pregnancy_fact not in facts:
        complain(
            "[study]", f'no question gives the fact "{study.pregnancy_fact}". {_near(study.pregnancy_fact, facts)}'
        )
    for criterion in study.criteria:
        place = f'criterion "{criterion.id}", rule'
        _name(criterion.id, f'criterion "{criterion.id}"', complain)
        for name in criterion.rule.uses:
            if name and name not in facts:
                complain(place, f'no question gives the fact "{name}". {_near(name, facts)}')
        for rule in leaves(criterion.rule):
            if isinstance(rule, TreatmentRule):
                _groups(study, groups_of(rule), place, complain)


def _name(id: str, place: str, complain: Complain) -> None:
    if id and not re.fullmatch(r"[a-z][a-z0-9_]*", id):
        complain(place, "an `id` travels in buttons. Write small letters, digits and _ only.")


def _groups(study: Study, names: tuple[str, ...], place: str, complain: Complain) -> None:
    for name in names:
        if name not in study.groups:
            near = _near(name, list(study.groups))
            complain(place, f'"{name}" is no group of treatments. {near} Or write [groups.{name}].')


def _twice(ids: list[str], what: str, complain: Complain) -> None:
    for id, count in Counter(ids).items():
        if count > 1:
            complain(f'{what} "{id}"', f"stands {count} times. Give each {what} its own id.")


def _near(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    return f'Did you mean "{near[0]}"?' if near else f"Known are: {', '.join(known)}."


def _conditions(question: Question, earlier: Mapping[str, Question], complain: Complain) -> None:
    place = f'question "{question.id}"'
    for needs in question.when:
        for name, wanted in needs.items():
            if name not in earlier:
                complain(place, f'`when` names "{name}", which is no earlier question. {_near(name, list(earlier))}')
            elif wanted not in (known := _answers(earlier[name])):
                complain(place, f'`when` wants "{wanted}" of "{name}", which it cannot be. {_near(wanted, known)}')
    if question.for_each:
        named = earlier.get(question.for_each)
        if named is None or named.kind is not Kind.MEDICINES:
            fitting = [id for id, other in earlier.items() if other.kind is Kind.MEDICINES]
            near = _near(question.for_each, fitting) if fitting else "Write one before it, or leave it out."
            complain(place, f'`for_each` names "{question.for_each}", no earlier question of kind medicines. {near}')


def _answers(question: Question) -> list[str]:
    """Return what a condition can want of a question."""
    values = [option.value for option in question.options]
    return ["known", "unknown", "past", *values, *question.terms, *(measure.id for measure in question.measures)]


def _shape(question: Question, complain: Complain) -> None:
    place = f'question "{question.id}"'
    if question.kind in (Kind.CHOICE, Kind.CHOICES) and not question.options:
        complain(place, f"a question of kind {question.kind} needs options. Add [[question.option]].")
    if question.kind is Kind.QUANTITY and not question.measures:
        complain(place, "a question of kind quantity needs a measure. Add [[question.measure]].")
    if question.kind in NUMBERS and question.highest <= question.lowest:
        complain(place, "`highest` must be above `lowest`. Write the believable range.")
    _own_shape(question, place, complain)
    if question.asked and not question.for_each and not any(o.value == "unknown" for o in question.options):
        complain(place, 'has no "unknown" option. "I do not know" is always fine: add it.')
    if any(option.folded for option in question.options) and not any(option.opens for option in question.options):
        complain(place, "has folded options and none that opens them. Write opens = true in one.")
    _twice([option.value for option in question.options], f"{place}: option", complain)
    for option in (*question.options, *question.fallback):
        _own_name(option.value, place, complain)


def _own_name(value: str, place: str, complain: Complain) -> None:
    """Complain of an option that nobody could choose, since its value is the name of something else."""
    if value in RESERVED:
        other = f'"{value}_" and a word that says more'
        complain(place, f'an option cannot be called "{value}": so the bot calls something of its own. Write {other}.')
    if ":" in value:
        complain(place, f'the option "{value}" has a colon in its value. Write it without.')


def _halves(question: Question, study: Study, complain: Complain) -> None:
    """Complain of a half that nobody asks for, or that makes an answer which the question has not."""
    place = f'question "{question.id}", half'
    known = [other.id for other in study.questions]
    for half in question.halves:
        if half.asks not in known:
            complain(place, f'`asks` names "{half.asks}", which is no question. {_near(half.asks, known)}')
        for value in (half.yes, half.no):
            if value not in (values := [option.value for option in question.options]):
                complain(place, f'there is no option "{value}". {_near(value, values)}')


def _own_shape(question: Question, place: str, complain: Complain) -> None:
    """Complain of what one kind alone needs, or cannot have."""
    whole = question.kind in (Kind.INTEGER, Kind.SCALE)
    if whole and not (isinstance(question.lowest, int) and isinstance(question.highest, int)):
        complain(place, f'a question of kind {question.kind} has whole numbers. Write kind = "decimal", or whole ends.')
    if question.kind is Kind.SCALE and question.highest - question.lowest > LONGEST_SCALE:
        complain(place, f'a scale has at most {LONGEST_SCALE + 1} steps, each a button. Write kind = "integer".')
    if question.kind in (Kind.PRESSURE, Kind.BIRTH) and not question.fact:
        complain(place, f"a question of kind {question.kind} needs a `fact`. Add it.")
    if question.kind is Kind.FREE_TEXT and question.fact:
        complain(place, "no rule can look at words: a question of kind free_text gives no `fact`. Leave it out.")
    if question.age and question.kind is not Kind.INTEGER:
        complain(place, "only a question of kind integer can be an `age`. Leave it out.")
    if question.kind is Kind.FREE_TEXT and question.for_each:
        complain(place, "a question of kind free_text is asked once. Leave `for_each` out.")


def _lengths(question: Question, complain: Complain) -> None:
    place = f'question "{question.id}"'
    for text in (question.text, *question.variants.values()):
        if len(text) > LONGEST_QUESTION:
            complain(place, f"`text` has {len(text)} characters. Keep it within {LONGEST_QUESTION} (AX-15).")
    for option in (*question.options, *question.fallback):
        if len(option.label) > LONGEST_LABEL:
            complain(place, f'label "{option.label}" is longer than {LONGEST_LABEL} characters (AX-14). Cut it.')


def _measures(question: Question, complain: Complain) -> None:
    for measure in question.measures:
        place = f'question "{question.id}", measure "{measure.id}"'
        if measure.highest <= measure.lowest:
            complain(place, "`highest` must be above `lowest`. Write the believable range.")
        if measure.formula and measure.formula not in FORMULAS:
            complain(place, f'`formula` is "{measure.formula}". {_near(measure.formula, list(FORMULAS))}')
        for language, name in measure.assumed.items():
            if name not in (known := [unit.name for unit in measure.units]):
                complain(place, f'`assumed` says "{name}" for {language}. {_near(name, known)}')
        for unit in measure.units:
            if unit.factor == 0:
                complain(place, f'unit "{unit.name}" has `times` 0. Write what one of it is in the base unit.')
        spelt = Counter(name for unit in measure.units for name in {plain_unit(word) for word in written(unit)})
        for name in (name for name, count in spelt.items() if count > 1):
            complain(place, f'"{name}" could be two of its units. Leave it out of one.')


def _shared(question: Question, complain: Complain) -> None:
    """Complain where an answer cannot mean the same in another study."""
    if question.shared and (question.for_each or not can_be_shared(question.kind)):
        complain(
            f'question "{question.id}"',
            f"`shared` cannot stand at a question of kind {question.kind} or of each treatment. Take it away.",
        )


def _same_measures(study: Study, complain: Complain) -> None:
    """Complain of a measure at two questions that is not one test, judged by one rule."""
    seen: dict[str, tuple[str, Measure]] = {}
    for question in study.questions:
        for measure in question.measures:
            first, same = seen.setdefault(measure.id, (question.id, measure))
            # The words around it may differ: what is another test depends on the question.
            if _without_words(same) != _without_words(measure):
                place = f'question "{question.id}", measure "{measure.id}"'
                complain(place, f'is not the same as at question "{first}". Write both alike, or give one its own id.')


def _without_words(measure: Measure) -> Measure:
    return replace(measure, words=(), on_paper=(), other_tests=())


def _facts(study: Study) -> list[str]:
    of_questions = (name for question in study.questions for name in sorted(question.facts))
    return list(dict.fromkeys((*of_questions, *(each.fact for each in study.computed))))
