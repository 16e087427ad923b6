"""Section 5: table B, what is asked for which criterion, and what each answer does; the rules in words."""

from __future__ import annotations

from collections.abc import Iterator

from bot.packet.document import Cell, Pair, Prose, Section, Table, joined
from bot.packet.sections.all_texts import numbers
from bot.packet.writer import Writer
from dialogs.study.rules import ClassWithin, Fact, Truth
from dialogs.study.study import Criterion, Kind, Option, Question
from dialogs.values import When

HEADS = (
    ("c_criterion", 2.6), ("c_question", 5.0), ("c_answers", 5.4), ("c_why", 4.0),
)  # fmt: skip
#: The named text of a study that holds the register's words, one line for each criterion.
REGISTER = "formal"


def section(w: Writer) -> Section:
    """Return the section."""
    rows = tuple(_row(w, question) for question in w.inputs.study.asked)
    unasked = [c.name for c in w.inputs.study.criteria if not any(_serves(q, c) for q in w.inputs.study.asked)]
    useless = [q.short for q in w.inputs.study.asked if not _criteria(w, q)]
    says = Prose(w.pair("proportion", unasked=len(unasked), useless=len(useless)))
    return Section(
        "5", w.pair("s5"), (Prose(w.pair("s5_intro")), says, Table(w.pair("table_b"), w.columns(*HEADS), rows))
    )


def _criteria(w: Writer, question: Question) -> list[Criterion]:
    return [criterion for criterion in w.inputs.study.criteria if _serves(question, criterion)]


def _serves(question: Question, criterion: Criterion) -> bool:
    told = {question.for_each} if question.for_each else question.facts
    return bool(told & set(criterion.rule.uses))


def _row(w: Writer, question: Question) -> tuple[Cell, ...]:
    found = _criteria(w, question)
    asked = joined([w.both(w.written(question.text), "\n"), *_notes(w, question, found)])
    answers = _answers(w, question, found)
    why = w.both(w.written(question.why), "\n") if question.why else w.both("no_why")
    return (
        joined([w.both(w.written(criterion.name), "\n") for criterion in found] or [w.both("no_criterion")]),
        asked,
        answers,
        why,
    )


def _notes(w: Writer, question: Question, found: list[Criterion]) -> Iterator[Cell]:
    helping = w.inputs.study.for_helper.question(question.id).text
    if helping != question.text:
        yield w.both("when_helping", number=numbers(w, [helping]))
    if question.for_each:
        yield w.both("for_each")
    if question.when:
        yield w.both("asked_only_when")
    if any(criterion.ends_below for criterion in found):
        yield w.both("ends_below")


def _answers(w: Writer, question: Question, found: list[Criterion]) -> Cell:
    """Return the options by what each does, so that nobody reads the same words for each."""
    by_effect: dict[str, list[Pair]] = {}
    for option in question.options:
        by_effect.setdefault(_effect(w, question, option, found), []).append(w.written(option.label))
    lines = []
    for name, labels in by_effect.items():
        effect = w.pair(name)
        es, en = "; ".join(label.es for label in labels), "; ".join(label.en for label in labels)
        lines.append(w.both(Pair(f"{es} → {effect.es}", f"{en} → {effect.en}"), "\n"))
    return joined(lines or [w.both("typed")])


def _effect(w: Writer, question: Question, option: Option, found: list[Criterion]) -> str:
    """Return the name of the sentence that says what an answer does."""
    if question.kind is Kind.MEDICINES and not option.exclusive:
        return "by_date"
    truths = {_truth(w, question, option, criterion) for criterion in found}
    if len(truths) > 1:
        truths.discard(Truth.UNKNOWN)
    return f"truth_{truths.pop().value}" if len(truths) == 1 else "truth_unknown"


def _truth(w: Writer, question: Question, option: Option, criterion: Criterion) -> Truth:
    """Return what this answer alone says of a criterion, its examination taken as recent."""
    facts: dict[str, Fact] = dict(option.sets)
    if question.kind is Kind.MEDICINES and option.value == "none":
        facts[question.fact] = ()
    elif question.fact and question.kind is Kind.CHOICE and option.value != "unknown":
        facts[question.fact] = option.value
    if isinstance(criterion.rule, ClassWithin):
        # A recent one: the class is what is asked here.
        facts.setdefault(criterion.rule.dated, When.day(w.inputs.today))
    return criterion.rule.judge(facts, w.inputs.today).truth
