"""Cases on paper, judged as `tamiz screen` judges them: the given fifteen and our own (study-facts 4.8)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.cli.screen import judge_cases, main
from bot.config.bundled import load_lexicon, load_study
from dialogs.answers import Labels, parse_answer
from dialogs.lexicon.medicines import classify
from dialogs.screening.facts_file import read_facts
from tests.core.screening import oracle

CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 11, 22)
FILES = ("vignettes.json", "own_vignettes.json")


def cases() -> list[Any]:
    found = [case for name in FILES for case in json.loads((CASES / name).read_text(encoding="utf-8"))]
    return [pytest.param(case, id=case["id"]) for case in found]


@pytest.mark.parametrize("case", cases())
def test_a_case_on_paper_is_judged_as_its_author_expects(case: dict[str, Any]) -> None:
    """study-facts 3 to 8: outcome, both lists, the earliest date, and the class of every treatment."""
    ((result,), all_read) = judge_cases([case], TODAY)
    assert result == {"id": case["id"], **case["expected"]}, case["why"]
    assert all_read


@pytest.mark.parametrize("case", cases())
def test_the_second_opinion_agrees_with_the_author(case: dict[str, Any]) -> None:
    """An oracle that the authors' own cases contradict would prove nothing."""
    expected = dict(case["expected"])
    classes = expected.pop("treatment_classes")
    assert oracle.judged(case["facts"], classes, date.fromisoformat(case["reference_date"])) == expected


AS_TYPED = [
    pytest.param(case, fact, id=f"{case['id']} {fact}")
    for name in FILES
    for case in json.loads((CASES / name).read_text(encoding="utf-8"))
    for fact in case.get("as_typed", {})
]


@pytest.mark.parametrize(("case", "fact"), AS_TYPED)
def test_what_a_person_typed_is_read_as_the_value_of_her_case(case: dict[str, Any], fact: str) -> None:
    """study-facts 4.8: `as_typed` holds the text of a numeric fact."""
    question, lexicon = load_study().question(fact), load_lexicon()
    labels = Labels(case["language"], {}, lexicon)
    value = parse_answer(question, case["as_typed"][fact], labels, date.fromisoformat(case["reference_date"])).value
    wanted = read_facts(load_study(), case["facts"], lambda name: classify(name, lexicon), TODAY)[fact]
    assert value == wanted


def test_our_own_cases_have_the_shape_of_the_given_ones() -> None:
    given, own = (json.loads((CASES / name).read_text(encoding="utf-8")) for name in FILES)
    assert len(given) == 15
    assert len(own) >= 60
    ids = [case["id"] for case in (*given, *own)]
    assert len(set(ids)) == len(ids)
    for case in own:
        assert set(case) - {"as_typed"} == set(given[0])
        assert set(case["facts"]) == set(given[0]["facts"])
        assert set(case["expected"]) == set(given[0]["expected"])


def test_our_own_cases_reach_every_criterion_in_every_state_and_both_languages() -> None:
    own = json.loads((CASES / "own_vignettes.json").read_text(encoding="utf-8"))
    for state in ("not_met", "unknown"):
        assert {criterion for case in own for criterion in case["expected"][state]} == set(oracle.ORDER)
    assert {case["expected"]["outcome"] for case in own} == {"plausible", "not_now", "unlikely"}
    assert {case["language"] for case in own} == {"es", "en"}


def test_all_cases_of_a_file_are_judged_in_its_order() -> None:
    """contract: a JSON list in the same order, whatever today is."""
    source = (CASES / "vignettes.json").read_text(encoding="utf-8")
    printed, code = main(source, date(1999, 1, 1))
    assert code == 0
    assert [row["id"] for row in json.loads(printed)] == [case["id"] for case in json.loads(source)]


def test_a_case_that_cannot_be_read_gets_an_error_and_the_others_are_judged() -> None:
    """contract: a fact that cannot be read is an error of that case; exit code 1."""
    good = {"id": "good", "facts": {"age": 34}}
    bad: list[object] = [
        {"id": "unread", "facts": {"age": "old"}},
        {"id": "no facts"},
        {"id": "day", "facts": {}, "reference_date": "yesterday"},
        {"id": "year", "facts": {}, "reference_date": "9999-12-31"},
        {"id": "list", "facts": []},
        "no case",
    ]
    printed, code = main(json.dumps([*bad, good]), TODAY)
    rows = json.loads(printed)
    assert code == 1
    assert [set(row) for row in rows[:-1]] == [{"id", "error"}] * len(bad)
    assert [row["id"] for row in rows] == ["unread", "no facts", "day", "year", "list", None, "good"]
    assert rows[-1]["outcome"] == "plausible"


@pytest.mark.parametrize("source", ["", "{", '{"id": "P01"}', "3"])
def test_a_file_that_is_no_list_of_cases_is_refused_in_one_line(source: str) -> None:
    """contract: exit code 2 and one line saying what to do."""
    said, code = main(source, TODAY)
    assert code == 2
    assert "\n" not in said
    assert said.endswith((".", "…}}]."))


def test_today_counts_only_where_a_case_names_no_date() -> None:
    """study-facts 4.3: today is passed in."""
    bolus = {"treatments": [{"name": "Solu-Medrol", "date": "2026-10-05"}]}
    for today, outcome in ((date(2027, 1, 4), "not_now"), (date(2027, 1, 5), "plausible")):
        ((bare, dated), _) = judge_cases(
            [{"id": "a", "facts": bolus}, {"id": "b", "facts": bolus, "reference_date": "2026-11-22"}], today
        )
        assert (bare["outcome"], dated["outcome"]) == (outcome, "not_now")
