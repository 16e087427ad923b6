"""What must hold between the parts of a study file: every name that is used is defined, and early enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from difflib import get_close_matches

from dialogs.study import Kind, Question, Study

Complain = Callable[[str, str], None]

#: Longest question text, in characters (AX-15), and longest button label (AX-14).
LONGEST_QUESTION = 350
LONGEST_LABEL = 30


def check_references(study: Study, complain: Complain) -> None:
    """Complain of every name used but not defined, defined twice, or of the wrong kind."""
    _twice([q.id for q in study.questions], "question", complain)
    _twice([c.id for c in study.criteria], "criterion", complain)
    earlier: list[str] = []
    for question in study.questions:
        _conditions(question, earlier, complain)
        _shape(question, complain)
        earlier.append(question.id)
    facts = _facts(study)
    for criterion in study.criteria:
        for name in criterion.rule.uses:
            if name not in facts:
                complain(
                    f'criterion "{criterion.id}", rule', f'no question gives the fact "{name}". {_near(name, facts)}'
                )


def _twice(ids: list[str], what: str, complain: Complain) -> None:
    for id, count in Counter(ids).items():
        if count > 1:
            complain(f'{what} "{id}"', f"stands {count} times. Give each {what} its own id.")


def _near(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    return f'Did you mean "{near[0]}"?' if near else f"Known are: {', '.join(known)}."


def _conditions(question: Question, earlier: list[str], complain: Complain) -> None:
    place = f'question "{question.id}"'
    for needs in question.when:
        for name in needs:
            if name not in earlier:
                complain(place, f'`when` names "{name}", which is no earlier question. {_near(name, earlier)}')
    if question.for_each and question.for_each not in earlier:
        complain(place, f'`for_each` names "{question.for_each}", no earlier question. {_near("", earlier)}')


def _shape(question: Question, complain: Complain) -> None:
    place = f'question "{question.id}"'
    if question.kind in (Kind.CHOICE, Kind.CHOICES) and not question.options:
        complain(place, f"a question of kind {question.kind} needs options. Add [[question.option]].")
    if question.kind is Kind.QUANTITY and not question.measures:
        complain(place, "a question of kind quantity needs a measure. Add [[question.measure]].")
    if question.kind is Kind.INTEGER and question.highest <= question.lowest:
        complain(place, "`highest` must be above `lowest`. Write the believable range.")
    if question.asked and not question.for_each and not any(o.value == "unknown" for o in question.options):
        complain(place, 'has no "unknown" option. "I do not know" is always fine: add it.')
    if len(question.text) > LONGEST_QUESTION:
        complain(place, f"`text` has {len(question.text)} characters. Keep it within {LONGEST_QUESTION} (AX-15).")
    for option in (*question.options, *question.fallback):
        if len(option.label) > LONGEST_LABEL:
            complain(place, f'label "{option.label}" is longer than {LONGEST_LABEL} characters (AX-14). Cut it.')
    _twice([option.value for option in question.options], f"{place}: option", complain)


def _facts(study: Study) -> list[str]:
    return list(dict.fromkeys(name for question in study.questions for name in sorted(question.facts)))
