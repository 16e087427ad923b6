"""Which answers decide a criterion, which end a conversation for good, and which a later file can still take."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dialogs.screening.deciding import counts_for, deciding_slots, facts_behind, facts_told
from dialogs.screening.facts import facts_at, facts_of, relevant, still_fitting
from dialogs.screening.weight import ends_for_good, failing_for_good
from dialogs.study.rules import Treatment
from dialogs.values import PLANNED, UNKNOWN, Answers, Medicine, Quantity, Unknown, Value, When
from tests.core.screening.judging import STUDY, TODAY
from tests.core.screening.test_facts_from_answers import FITS
from tests.core.study.test_examples import study_of

RITUXIMAB, IVIG = Medicine("anti_b_cell", "rituximab"), Medicine("ivig")
DIABETES, NEPHRITIS = study_of("type_2_diabetes"), study_of("lupus_nephritis")


def asked(id: str, value: Value, **known: Value) -> bool:
    """Does this answer end it for good, beside facts that are known?"""
    facts = facts_of(STUDY, known, TODAY)
    return ends_for_good(STUDY, STUDY.question(id), value, TODAY, facts)


@pytest.mark.parametrize(
    ("question", "value", "ends"),
    [
        ("sle", "no", True),
        ("sle", "yes", False),
        ("sle", UNKNOWN, False),
        ("age", 76, True),
        ("age", 75, False),
        ("biopsy_class", "V", True),
        ("antibodies", "no", True),
        ("upc", Quantity(Decimal("0.4"), "mg/mg", "", "upc"), True),
        ("upc", Quantity(Decimal("2.1"), "mg/mg", "", "upc"), False),
        # Not met, but not for good: it may be otherwise on another day.
        ("biopsy", "none", False),
        ("pregnancy", "pregnant", False),
        ("conditions", ("infection",), False),
        # A date is judged by the day of today, and a treatment without one fails nothing.
        ("biopsy", When.month(2020, 1), False),
        ("treatments", (RITUXIMAB,), False),
    ],
)
def test_an_answer_ends_for_good_only_where_a_criterion_fails_that_cannot_change(
    question: str, value: Value, ends: bool
) -> None:
    """study-facts 4.1, 11a."""
    assert asked(question, value) is ends


def test_what_had_failed_before_is_not_ended_by_another_answer() -> None:
    """study-facts 11a: the answer that ended it was read back already."""
    assert asked("antibodies", "no", sle="no") is True
    assert asked("age", 34, age=80) is False
    assert asked("biopsy_class", "V", biopsy=When.month(2026, 6)) is True
    assert ends_for_good(STUDY, STUDY.question("age"), 80, TODAY, facts_of(STUDY, {"age": 80}, TODAY)) is False


@pytest.mark.parametrize(("born", "ends"), [(When.day(date(1940, 1, 1)), True), (When.day(date(1990, 1, 1)), False)])
def test_of_a_birthday_the_age_of_today_ends_it(born: When, ends: bool) -> None:
    """study-facts 11a."""
    assert ends_for_good(NEPHRITIS, NEPHRITIS.question("born"), born, TODAY) is ends


@pytest.mark.parametrize(("sex", "ends"), [("female", True), ("male", False)])
def test_a_value_that_is_worked_out_ends_it_with_the_facts_that_are_known(sex: str, ends: bool) -> None:
    """study-facts 7: the same creatinine is too little filtration for one sex only."""
    creatinine = Quantity(Decimal("1.9"), "mg/dL", "", "creatinine")
    assert asked("creatinine", creatinine, age=34) is False
    known: dict[str, Value] = {"age": 34, "egfr": UNKNOWN, "creatinine": creatinine}
    assert asked("sex_at_birth", sex, **known) is ends


def test_the_criteria_that_fail_for_good_are_named_and_no_temporary_one() -> None:
    """study-facts 4.1."""
    assert failing_for_good(STUDY, FITS | {"antibodies": "no", "biopsy": "none"}, TODAY) == {"antibodies"}
    assert failing_for_good(STUDY, FITS | {"biopsy_class": "V", "pregnancy": "pregnant"}, TODAY) == {"renal_biopsy"}
    assert failing_for_good(STUDY, FITS, TODAY) == set()


def decided_by(criterion: str, answers: Answers) -> list[str]:
    found = next(each for each in STUDY.criteria if each.id == criterion)
    return [slot.key for slot in deciding_slots(STUDY, found, answers, TODAY)]


def test_a_criterion_is_decided_by_the_answers_that_tell_its_facts() -> None:
    """study-facts 4: what was not asked, or was not answered, decides nothing."""
    assert decided_by("age", FITS) == ["age"]
    assert decided_by("renal_biopsy", FITS) == ["biopsy", "biopsy_class"]
    assert decided_by("renal_biopsy", FITS | {"biopsy": "none"}) == ["biopsy"]
    assert decided_by("age", {}) == []


def test_of_the_treatments_each_criterion_is_decided_by_its_own() -> None:
    """study-facts 4.4: each treatment stands under its own criterion."""
    told: dict[str, Value] = {"treatments": (RITUXIMAB, IVIG), f"when:{RITUXIMAB.key}": When.month(2026, 9)}
    answers = FITS | told | {f"when:{IVIG.key}": When.month(2026, 10)}
    about = {each.id: decided_by(each.id, answers) for each in STUDY.criteria}
    both = [id for id, slots in about.items() if f"when:{RITUXIMAB.key}" in slots and f"when:{IVIG.key}" in slots]
    assert both == []
    assert [id for id, slots in about.items() if f"when:{IVIG.key}" in slots] != []
    only = FITS | {"treatments": (IVIG,), f"when:{IVIG.key}": When.month(2026, 10)}
    others = {id for id, slots in about.items() if f"when:{RITUXIMAB.key}" in slots}
    assert {id for id in others if decided_by(id, only)} == set()
    none = [id for id in others if "treatments" in decided_by(id, FITS)]
    assert sorted(none) == sorted(others), "that there is none decides all of them"


def test_a_treatment_counts_for_the_criteria_of_its_class_and_for_all_that_are_about_none() -> None:
    by_id = {each.id: each for each in STUDY.criteria}
    assert counts_for(by_id["age"], RITUXIMAB) is True
    of_rituximab = {id for id, each in by_id.items() if counts_for(each, RITUXIMAB)}
    of_ivig = {id for id, each in by_id.items() if counts_for(each, IVIG)}
    assert of_rituximab != of_ivig


def test_a_value_that_is_worked_out_is_decided_by_what_it_is_worked_out_of() -> None:
    """The index of body mass is told by height and weight; a criterion that does not use it is not."""
    by_id = {each.id: each for each in DIABETES.criteria}
    computed = DIABETES.computed[0]
    using = [each for each in by_id.values() if computed.fact in each.rule.uses]
    assert using
    for criterion in by_id.values():
        sources = facts_behind(DIABETES, criterion) & set(computed.of.values()) - set(criterion.rule.uses)
        assert bool(sources) is (criterion in using), criterion.id
        assert set(criterion.rule.uses) <= facts_behind(DIABETES, criterion) or sources == set()


def test_what_is_asked_of_each_treatment_tells_of_the_treatments_too() -> None:
    when, age = STUDY.question("when"), STUDY.question("age")
    assert facts_told(when, STUDY) == when.facts | {"treatments"}
    assert facts_told(age, STUDY) == {"age"}


def test_answers_that_another_file_cannot_take_are_left_out_and_all_others_kept() -> None:
    """study-facts 4: an answer is never read as something that was not said."""
    kept: Answers = FITS | {"treatments": (RITUXIMAB,), f"when:{RITUXIMAB.key}": When.month(2026, 9)}
    assert still_fitting(STUDY, kept) == kept
    odd: Answers = {"age": "chartreuse", "no_such_question": 1, f"no_such:{RITUXIMAB.key}": 2}
    assert still_fitting(STUDY, kept | odd) == {key: value for key, value in kept.items() if key != "age"}


@pytest.mark.parametrize(
    ("when", "asks"),
    [(When.day(TODAY), True), (When.day(date(2026, 11, 23)), False), (When.month(2026, 11), True), (UNKNOWN, False)],
)
def test_whether_a_treatment_goes_on_is_asked_from_the_day_on_that_it_began(when: Value, asks: bool) -> None:
    """study-facts 4.4: of a day that is still to come nothing goes on yet."""
    answers: Answers = FITS | {"treatments": (RITUXIMAB,), f"when:{RITUXIMAB.key}": when, **_goes_on()}
    assert (f"ongoing:{RITUXIMAB.key}" in relevant(STUDY, answers, TODAY)) is asks


def _goes_on() -> dict[str, Value]:
    return {f"ongoing:{RITUXIMAB.key}": "no"}


@pytest.mark.parametrize(("age", "asks"), [(34, True), (UNKNOWN, False)])
def test_what_is_asked_of_a_treatment_may_hang_on_an_answer_about_the_person(age: Value, asks: bool) -> None:
    ongoing = replace(STUDY.question("ongoing"), when=({"age": "known"},))
    study = replace(STUDY, questions=tuple(ongoing if q.id == "ongoing" else q for q in STUDY.questions))
    answers: Answers = FITS | {"age": age, "treatments": (RITUXIMAB,), **_goes_on()}
    assert (f"ongoing:{RITUXIMAB.key}" in relevant(study, answers, TODAY)) is asks


def test_a_study_may_ask_one_thing_alone_of_each_treatment() -> None:
    study = replace(STUDY, questions=tuple(q for q in STUDY.questions if q.id != "ongoing"))
    answers: Answers = FITS | {"treatments": (RITUXIMAB,), f"when:{RITUXIMAB.key}": When.month(2026, 9), **_goes_on()}
    found = relevant(study, answers, TODAY)
    assert (f"when:{RITUXIMAB.key}" in found, f"ongoing:{RITUXIMAB.key}" in found) == (True, False)


def test_a_treatment_has_the_date_that_its_own_list_was_told_and_no_other_lists() -> None:
    """Two lists of a study may name the same medicine."""
    theirs = replace(STUDY.question("when"), id="when_other", for_each="other_treatments")
    study = replace(STUDY, questions=(*STUDY.questions, theirs))
    own, other = {f"when:{RITUXIMAB.key}": When.month(2026, 9)}, {f"when_other:{RITUXIMAB.key}": When.month(2026, 10)}
    asked_for = study.question("treatments")
    for kept, when in ((own, When.month(2026, 9)), (other, Unknown()), (own | other, When.month(2026, 9))):
        ((_, given),) = facts_at(study, asked_for, (RITUXIMAB,), kept, TODAY)
        assert isinstance(given, tuple)
        assert given[0].when == when


def test_a_planned_treatment_is_known_to_be_planned_and_has_no_date() -> None:
    """study-facts 4.4: what is planned has not been given."""
    answers: Answers = FITS | {"treatments": (RITUXIMAB,), f"when:{RITUXIMAB.key}": PLANNED}
    given = facts_of(STUDY, answers, TODAY)["treatments"]
    assert isinstance(given, tuple)
    assert given == (Treatment(RITUXIMAB, when=Unknown(PLANNED), began=Unknown(), dose=Unknown()),)
    undated = facts_of(STUDY, answers | {f"when:{RITUXIMAB.key}": UNKNOWN}, TODAY)["treatments"]
    assert isinstance(undated, tuple)
    assert undated == (replace(given[0], when=Unknown()),)
