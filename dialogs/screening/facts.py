"""From answers to facts: which slots apply, and what an answer says of each criterion's facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from dialogs.study.computed import age_on, worked_out
from dialogs.study.rules import Fact, Facts, Treatment
from dialogs.study.study import LOWER, UPPER, Kind, Option, Question, Slot, Study
from dialogs.values import PLANNED, Answers, Medicine, Pressure, Quantity, Unknown, Value, When

#: Begins the slot of what was typed beside an answer: with a colon behind it, it is no question's.
BESIDE = "beside"


def slots(study: Study, answers: Answers, today: date) -> list[Slot]:
    """Return the askings that apply to these answers, in order. A later question sees the earlier relevant answers
    only."""
    seen: dict[str, Value] = {}
    applying: list[Slot] = []
    for together in study.asked_together:
        for slot in _of_each(together, seen) if together[0].question.for_each else together:
            if not slot.question.when or _applies(slot, seen, today):
                applying.append(slot)
                if (key := slot.key) in answers:
                    seen[key] = answers[key]
    return applying


def _of_each(together: tuple[Slot, ...], seen: Answers) -> list[Slot]:
    """Return all that is asked of each treatment, one treatment after the other."""
    named = seen.get(together[0].question.for_each)
    medicines = [m for m in named if isinstance(m, Medicine)] if isinstance(named, tuple) else []
    by_key = {m.key: m for m in medicines}
    return [Slot(each.question, m) for m in by_key.values() for each in together if m.group in each.question.groups]


def _applies(slot: Slot, seen: Answers, today: date) -> bool:
    for needs in slot.question.when:
        for name, wanted in needs.items():
            if not _holds(_lookup(slot, seen, name), wanted, today):
                break
        else:
            return True
    return False


def _lookup(slot: Slot, seen: Answers, name: str) -> Value | None:
    own = f"{name}:{slot.medicine.key}" if slot.medicine else name
    return seen.get(own, seen.get(name))


def _holds(value: Value | None, wanted: str, today: date) -> bool:
    """Is an answer what a condition wants? A question that was not asked holds nothing."""
    match wanted:
        case "known":
            return value is not None and not isinstance(value, Unknown) and value != "none"
        case "unknown":
            return isinstance(value, Unknown)
        case "past" if isinstance(value, When):
            return value.first <= today
    if isinstance(value, Quantity):
        return value.measure == wanted
    return value == wanted


def relevant(study: Study, answers: Answers, today: date) -> dict[str, Value]:
    """Only the answers whose questions still apply, each with what the team is told beside it.

    Hidden means unknown: a rule must never see them."""
    kept = {slot.key: answers[slot.key] for slot in slots(study, answers, today) if slot.key in answers}
    return {**kept, **{beside(key): answers[beside(key)] for key in kept if beside(key) in answers}}


def beside(key: str) -> str:
    """Return the slot of what was typed beside an answer, for the team: no question, and no rule looks at it."""
    return f"{BESIDE}:{key}"


def typed_beside(answers: Answers, key: str) -> str:
    """Return what the team is told beside an answer, as it was typed; empty where there is nothing."""
    value = answers.get(beside(key))
    return value.said if isinstance(value, Unknown) else ""


def still_fitting(study: Study, answers: Answers) -> dict[str, Value]:
    """Return the answers that this study could have been given: another version of its file has other questions."""
    questions = {question.id: question for question in study.asked}
    found = {}
    for key, value in answers.items():
        question = questions.get(key.removeprefix(f"{BESIDE}:").partition(":")[0])
        if question is not None and question.takes(value):
            found[key] = value
    return found


def facts_of(study: Study, answers: Answers, today: date) -> Facts:
    """Return what the relevant answers say, by the names that the criteria use."""
    return facts_in(study, relevant(study, answers, today), today)


def facts_in(study: Study, kept: Answers, today: date) -> Facts:
    """Return what these answers say, all of whose questions apply."""
    facts: dict[str, Fact] = {}
    for question in study.asked:
        if question.for_each or question.id not in kept:
            continue
        for name, fact in facts_at(study, question, kept[question.id], kept, today):
            if _adds(fact, facts.get(name, Unknown())):
                facts[name] = fact
    return with_computed(study, facts)


def with_computed(study: Study, facts: Facts) -> Facts:
    """Return the facts with what the study works out of them."""
    return {**facts, **dict(worked_out(study.computed, facts, study.measures))} if study.computed else facts


def _adds(fact: Fact, known: Fact) -> bool:
    """Tell whether a later answer says more: a value does where none was known; words of another test stay (4.6)."""
    return isinstance(known, Unknown) and (not known.said or not isinstance(fact, Unknown))


def facts_at(study: Study, question: Question, value: Value, kept: Answers, today: date) -> Iterator[tuple[str, Fact]]:
    """Return the facts that one answer states; `kept` holds the other answers."""
    options = {option.value: option for option in question.options}
    if question.kind is Kind.CHOICES and isinstance(value, tuple):
        yield from _ticked(question.options, value)
        if question.fact:
            yield question.fact, "+".join(ticked for ticked in value if isinstance(ticked, str))
    elif question.kind is Kind.MEDICINES and isinstance(value, tuple):
        named = [m for m in value if isinstance(m, Medicine)]
        yield question.fact, tuple(_treatment(study, question, medicine, kept) for medicine in named)
    elif isinstance(value, str) and value in options and options[value].sets:
        yield from options[value].sets.items()
    elif isinstance(value, Pressure):
        yield question.fact + UPPER, value.upper
        yield question.fact + LOWER, value.lower
    elif question.fact and question.kind is not Kind.PRESSURE and not isinstance(value, tuple):
        yield question.fact, _as_fact(question, value, today)


def _as_fact(question: Question, value: int | Decimal | str | When | Quantity | Unknown, today: date) -> Fact:
    """Return the one fact that an answer is: of a birthday the age; of a date only a date, or that there is none."""
    if isinstance(value, When):
        return age_on(value, today) if question.kind is Kind.BIRTH else value
    return value if question.kind is not Kind.MONTH or value == "none" else Unknown()


def _ticked(options: tuple[Option, ...], value: tuple[Any, ...]) -> Iterator[tuple[str, Fact]]:
    """Take what is not ticked for a no: the question names each and says so."""
    for option in options:
        for name, fact in option.sets.items():
            yield name, fact if option.value in value else "no"


def _treatment(study: Study, asked: Question, medicine: Medicine, kept: Answers) -> Treatment:
    """Return a treatment with what its own questions told: `date` or `start`, and `ongoing`, are their facts."""
    told: dict[str, Value] = {}
    for question in study.asked:
        value = kept.get(f"{question.id}:{medicine.key}")
        if question.for_each == asked.id and value is not None:
            told[question.variant_facts.get(medicine.group, question.fact)] = value
    dates = (told.get("date"), told.get("start"))
    undated = Unknown(PLANNED) if PLANNED in dates else Unknown()
    return Treatment(
        medicine,
        when=next((when for when in dates if isinstance(when, When)), undated),
        new="yes" if isinstance(dates[1], When) else "unknown",
        stopped=told.get("ongoing") == "no",
        began=dates[1] if isinstance(dates[1], When) else Unknown(),
        dose=dose if isinstance(dose := told.get("dose"), Quantity) else Unknown(),
        # Not knowing if it goes on is taken as going on: a date would hold only if it had ended.
        ongoing=told.get("ongoing") == "yes" or isinstance(told.get("ongoing"), Unknown),
    )
