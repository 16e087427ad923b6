"""What the joined questions of the conversation say as facts, and what follows (study-facts 4.8, 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dialogs.screening.facts import facts_at, facts_of, relevant
from dialogs.screening.screening import Screening, screen
from dialogs.study.rules import Fact, Treatment, Truth
from dialogs.values import UNKNOWN, Answers, Medicine, Quantity, Unknown, Value, When
from tests.core.screening import oracle
from tests.core.screening.judging import STUDY, TODAY

JUNE, OCTOBER = When.month(2026, 6), When.day(date(2026, 10, 5))

#: The answers of somebody whom everything fits, in the order of the questions.
FITS: dict[str, Value] = {
    **{"age": 34, "sle": "yes", "biopsy": JUNE, "biopsy_class": "IV", "antibodies": "yes", "urinary_sediment": "yes"},
    **{"upc": Quantity(Decimal("2.1"), "mg/mg", "", "upc"), "egfr": Quantity(Decimal(78), "mL/min/1.73m2", "", "egfr")},
    **{"treatments": (), "pregnancy": "neither", "conditions": ("none",)},
}


def told(**answers: Value) -> dict[str, Fact]:
    return dict(facts_of(STUDY, FITS | answers, TODAY))


def result(answers: Answers) -> Screening:
    return screen(STUDY, facts_of(STUDY, answers, TODAY), TODAY)


def treated(group: str, **more: Value) -> Treatment:
    """The one treatment that comes of naming a class and answering its questions."""
    answers = {f"{question}:{group}": value for question, value in more.items()}
    treatments = told(treatments=(Medicine(group),), **answers)["treatments"]
    assert isinstance(treatments, tuple)
    return treatments[0]


def test_the_usual_path_is_plausible_and_leaves_nothing_open() -> None:
    """study-facts 4.2."""
    assert result(FITS).outcome == "plausible"
    assert result(FITS).ids(Truth.MET) == oracle.ORDER


def test_all_facts_of_a_case_come_out_of_the_joined_questions() -> None:
    """study-facts 4.8, 5: questions may be joined; the facts must still come out."""
    assert told() == {
        **{"age": 34, "sle_diagnosis": "yes", "biopsy_date": JUNE, "biopsy_class": "IV", "antibodies": "yes"},
        **{"urine_sediment": "yes", "upc": FITS["upc"], "egfr": FITS["egfr"], "treatments": ()},
        **{"can_become_pregnant": "yes", "pregnant": "no", "plans_pregnancy_12m": "no", "infection": "no"},
        **{"cancer": "no", "uncontrolled_disease": "no", "pending_surgery": "no"},
    }


def test_a_biopsy_without_a_date_has_none_and_no_word_in_its_place() -> None:
    """study-facts 5, biopsy."""
    assert told(biopsy="undated")["biopsy_date"] == Unknown()


def test_an_answer_that_is_not_known_is_a_fact_only_where_the_question_has_one() -> None:
    """A question whose options state facts states none that has no name."""
    assert "" not in told(sle=UNKNOWN, pregnancy=UNKNOWN)
    assert told(treatments=UNKNOWN)["treatments"] == Unknown()


def test_what_was_ticked_is_also_one_fact_where_the_question_has_one() -> None:
    conditions = replace(STUDY.question("conditions"), fact="ticked")
    said = dict(facts_at(STUDY, conditions, ("cancer", "infection"), {}, TODAY))
    assert (said["ticked"], said["cancer"], said["pending_surgery"]) == ("cancer+infection", "yes", "no")


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("pregnant", "not_met"),
        ("planned", "not_met"),
        ("neither", "met"),
        ("not_possible", "met"),
        ("in_person", "unknown"),
        (UNKNOWN, "unknown"),
    ],
)
def test_the_one_question_on_pregnancy_says_what_three_would(answer: Value, state: str) -> None:
    """study-facts 5, pregnancy: "I'd rather say it in person" is a full answer and counts as unknown."""
    findings = {f.criterion: f.verdict for f in result(FITS | {"pregnancy": answer}).findings}
    assert findings["pregnancy"].truth.value == state


def test_being_studied_for_lupus_is_unknown() -> None:
    """study-facts 5, sle."""
    assert result(FITS | {"sle": "studied"}).ids(Truth.UNKNOWN) == ("sle",)
    assert result(FITS | {"sle": "no"}).outcome == "unlikely"


@pytest.mark.parametrize(
    ("ticked", "failing"),
    [
        (("uncontrolled",), ("comorbidity",)),
        (("infection",), ("infection",)),
        (("cancer",), ("cancer",)),
        (("operation",), ("surgery",)),
        (("uncontrolled", "infection", "cancer", "operation"), ("comorbidity", "infection", "cancer", "surgery")),
        (("none",), ()),
    ],
)
def test_what_is_ticked_is_a_yes_and_what_is_not_ticked_a_no(ticked: tuple[str, ...], failing: tuple[str, ...]) -> None:
    """study-facts 5: comorbidity, infection, cancer and surgery in one question that names each."""
    found = result(FITS | {"conditions": ticked})
    assert found.ids(Truth.NOT_MET) == failing
    assert found.ids(Truth.UNKNOWN) == ()


def test_not_knowing_about_other_conditions_leaves_all_four_open() -> None:
    """study-facts 1."""
    open_ = result(FITS | {"conditions": UNKNOWN}).ids(Truth.UNKNOWN)
    assert open_ == ("comorbidity", "infection", "cancer", "surgery")


@pytest.mark.parametrize(("said", "outcome"), [("below", "unlikely"), ("inside", "plausible"), ("above", "unlikely")])
def test_a_range_is_enough_where_the_age_in_years_is_not_told(said: str, outcome: str) -> None:
    """study-facts 5, age: 17 or less, 18 to 75, 76 or more; a minor is told apart here too. [CL-26]"""
    found = result(FITS | {"age": said})
    assert found.outcome == outcome
    assert found.findings[0].verdict.notes == (() if said == "inside" else (said,))


def test_a_range_of_age_is_no_age_for_the_formula() -> None:
    """study-facts 7: age not known, so no filtration is estimated."""
    creatinine = Quantity(Decimal("4.0"), "mg/dL", "", "creatinine")
    answers = FITS | {"age": "inside", "egfr": creatinine, "sex_at_birth": "male"}
    assert result(answers).ids(Truth.UNKNOWN) == ("egfr",)


def test_a_biopsy_never_had_is_temporary_and_one_of_unknown_date_is_open() -> None:
    """study-facts 5, renal_biopsy."""
    assert result(FITS | {"biopsy": "none"}).outcome == "not_now"
    assert result(FITS | {"biopsy": "undated"}).ids(Truth.UNKNOWN) == ("renal_biopsy",)
    assert result(FITS | {"biopsy": "undated", "biopsy_class": "V"}).outcome == "unlikely"


def test_a_hidden_answer_is_unknown() -> None:
    """study-facts 4: no rule ever sees the class of a biopsy that they then say they never had."""
    hidden: Answers = FITS | {"biopsy": "none", "biopsy_class": "V"}
    assert "biopsy_class" not in relevant(STUDY, hidden, TODAY)
    assert result(hidden).outcome == "not_now"
    forgotten = FITS | {"biopsy": UNKNOWN, "biopsy_class": "V"}
    assert result(forgotten).ids(Truth.UNKNOWN) == ("renal_biopsy",)


def test_a_creatinine_counts_only_while_the_filtration_is_not_known() -> None:
    """study-facts 5, egfr: if not known, the creatinine; the sex at birth only then."""
    creatinine: dict[str, Value] = {
        "creatinine": Quantity(Decimal("4.0"), "mg/dL", "", "creatinine"),
        "sex_at_birth": "male",
    }
    assert result(FITS | creatinine).outcome == "plausible"
    assert result(FITS | creatinine | {"egfr": UNKNOWN}).ids(Truth.NOT_MET) == ("egfr",)
    said_at_once: dict[str, Value] = {"egfr": creatinine["creatinine"], "sex_at_birth": "male"}
    assert result(FITS | said_at_once).ids(Truth.NOT_MET) == ("egfr",)


@pytest.mark.parametrize(("sex", "state"), [("female", "not_met"), ("male", "met"), (UNKNOWN, "unknown")])
@pytest.mark.parametrize("asked_first", [True, False])
def test_the_sex_at_birth_counts_wherever_the_creatinine_was_told(sex: Value, state: str, asked_first: bool) -> None:
    """study-facts 7: about 35 for a woman of 34, 47 for a man, from 1.9 mg/dL; typed at either question."""
    creatinine = Quantity(Decimal("1.9"), "mg/dL", "", "creatinine")
    told: dict[str, Value] = {"egfr": creatinine} if asked_first else {"egfr": UNKNOWN, "creatinine": creatinine}
    findings = {f.criterion: f.verdict for f in result(FITS | told | {"sex_at_birth": sex}).findings}
    assert findings["egfr"].truth.value == state


def test_the_sex_at_birth_is_not_looked_at_without_a_creatinine() -> None:
    """study-facts 5, egfr: asked only where the formula needs it."""
    assert "sex_at_birth" not in facts_of(STUDY, FITS | {"sex_at_birth": "male"}, TODAY)
    not_known: Answers = FITS | {"sex_at_birth": "male", "egfr": UNKNOWN, "creatinine": UNKNOWN}
    assert "sex_at_birth" not in facts_of(STUDY, not_known, TODAY)


def test_another_test_keeps_its_words_though_the_creatinine_is_asked_next() -> None:
    """study-facts 4.6: the raw number goes to staff."""
    other = Unknown("clearance 70")
    assert told(egfr=other, creatinine=UNKNOWN)["egfr"] == other


def test_dialysis_is_lasting() -> None:
    """study-facts 5, egfr."""
    assert result(FITS | {"egfr": "dialysis"}).outcome == "unlikely"


@pytest.mark.parametrize(
    "group", ["bolus_methylprednisolone", "ivig", "plasmapheresis", "cyclophosphamide", "anti_b_cell"]
)
def test_a_class_on_a_button_has_a_last_date_and_may_go_on(group: str) -> None:
    """study-facts 4.4, 4.5: the date is that of the last dose."""
    assert treated(group, when=OCTOBER, ongoing="no") == Treatment(Medicine(group), when=OCTOBER, stopped=True)
    assert treated(group, when=OCTOBER, ongoing="yes").ongoing
    # Not knowing if it goes on must not give a date that holds only if it has ended (study-facts 4.4).
    assert treated(group, when=OCTOBER, ongoing=UNKNOWN).ongoing
    assert treated(group, when=UNKNOWN).when == Unknown()
    assert result(FITS | {"treatments": (Medicine(group),), f"when:{group}": OCTOBER}).outcome == "not_now"


def test_the_date_of_a_drug_that_lowers_defenses_is_its_start() -> None:
    """study-facts 4.5: newly started in the last three months counts; started earlier does not."""
    assert treated("new_immunosuppressant", when=OCTOBER).new == "yes"
    named = FITS | {"treatments": (Medicine("new_immunosuppressant", "micofenolato"),)}
    found = result(named | {"when:micofenolato": OCTOBER})
    assert (found.outcome, found.earliest) == ("not_now", date(2027, 1, 5))
    assert result(named | {"when:micofenolato": JUNE}).outcome == "plausible"
    assert result(named | {"when:micofenolato": UNKNOWN}).ids(Truth.UNKNOWN) == ("steroid_or_immunosuppressant_3m",)


def test_whether_a_planned_treatment_goes_on_is_not_asked() -> None:
    """study-facts 4.4: planned is unknown, and told to the team as planned."""
    planned: dict[str, Value] = {
        "treatments": (Medicine("ivig"),),
        "when:ivig": When.month(2026, 12),
        "ongoing:ivig": "yes",
    }
    assert "ongoing:ivig" not in relevant(STUDY, FITS | planned, TODAY)
    assert result(FITS | planned).ids(Truth.UNKNOWN) == ("steroid_or_immunosuppressant_3m",)


def test_an_everyday_drug_is_asked_nothing_more_and_counts_for_nothing() -> None:
    """study-facts 8: hydroxychloroquine and prednisone tablets."""
    answers = FITS | {"treatments": (Medicine("none", "hidroxicloroquina"),), "when:hidroxicloroquina": OCTOBER}
    assert "when:hidroxicloroquina" not in relevant(STUDY, answers, TODAY)
    assert result(answers).ids(Truth.MET) == oracle.ORDER


def test_a_question_not_answered_yet_is_unknown() -> None:
    """study-facts 1: a conversation in the middle excludes nobody."""
    assert result({}).ids(Truth.UNKNOWN) == oracle.ORDER
    assert result({"age": 34}).outcome == "plausible"
