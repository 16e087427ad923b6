"""What was told to any study goes the whole way: to the team's pages, the call, the files that leave, the what-if."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from fhir.resources.R4B import get_fhir_model_class

from bot.cli.screen import judge_case
from bot.cli.talk import Talk
from bot.config.study_folder import study_files
from bot.render.texts import Texts
from dialogs.commands import ChatCommand
from dialogs.conversation.conversation import Conversation
from dialogs.conversation.incoming import Ordered, Typed
from dialogs.exports.case import ExportedCase, exported
from dialogs.exports.columns import Table, columns
from dialogs.exports.csv_lines import csv_line
from dialogs.exports.fhir_cases import case_resources
from dialogs.exports.fhir_forms import questionnaire
from dialogs.exports.redcap import data_head, data_rows, dictionary
from dialogs.exports.rows import case_row, treatment_rows
from dialogs.exports.what_if import WhatIf
from dialogs.languages import Language
from dialogs.referral.call_script import Call, call_script
from dialogs.referral.dossier import Dossier, dossier
from dialogs.referral.evidence import StaffReader
from dialogs.referral.ledger import ledger
from dialogs.referral.referral import ReferralState
from dialogs.replies import Heading, Refer
from dialogs.screens import Screen
from dialogs.site import Recruitment, Site
from dialogs.study.study import Kind, Study
from tests.core.exports.cases import say
from tests.core.referral.test_ledger import FILING, said
from tests.core.study.test_examples import CASES, MOST_TURNS, NAMES, answer, loaded, study_of, talk_of, whole
from tests.shell.english import English

#: One of so many vignettes; each question is answered by some of them.
SHARE = 4
REPEATED = {"redcap_repeat_instrument", "redcap_repeat_instance"}


def sent(name: str) -> list[Dossier]:
    """What vignettes send in the end."""
    study = study_of(name)
    states = {question.id for question in study.asked}
    found = []
    for at, case in enumerate(CASES[name]["cases"][::SHARE]):
        told = whole(name, case["id"])
        talk = talk_of(name, list(Language)[at % 2])
        for _ in range(MOST_TURNS):
            if talk.c.state not in states:
                break
            answer(talk, told["said"])
        if talk.c.answers:
            c = Conversation.from_json(talk.c.to_json())
            c.contact = {"channel": "phone", "address": "+56 9", "hours": "morning"}
            outcome = case["expected"]["outcome"]
            found.append(dossier(study, c, Refer("referral", outcome), talk.today))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_what_was_told_goes_the_whole_way(name: str) -> None:
    study, lexicon, _ = loaded(name)
    form = questionnaire(study, say)
    get_fhir_model_class("Questionnaire").model_validate(form)
    head = [column.name for column in columns(study) if column.table is Table.CASES]
    dictionary_rows = "".join(csv_line(row) for row in dictionary(study, lambda text: say(text, Language.EN)))
    fields = {row["Variable / Field Name"] for row in csv.DictReader(io.StringIO(dictionary_rows))}
    what_if = WhatIf(study, study)
    filled: set[str] = set()
    for each in sent(name):
        assert Dossier.from_json(each.to_json()) == each
        for language in Language:
            reader = StaffReader(study, lexicon, language)
            for screen in (ledger(reader, each, FILING, each.judged_on), _call(reader, each)):
                assert said(screen)
        case = exported(each, code="X-1", heading=Heading.REFERRAL, state=ReferralState.TAKEN, filed_on=each.judged_on)
        filled |= _exported(study, form, case, head, fields)
        what_if.take_all([case])
    assert not what_if.changes
    asked = {q.id for q in study.asked if not (q.for_each or q.when) and q.kind is not Kind.MEDICINES}
    assert not {id for id in asked if not any(name.startswith(id) for name in filled)}


def _call(reader: StaffReader, each: Dossier) -> Screen:
    return call_script(reader, each, Call(code="X-1", heading="referral", caller="", institution=""), each.judged_on)


def _exported(study: Study, form: dict[str, Any], case: ExportedCase, head: list[str], fields: set[str]) -> set[str]:
    row = case_row(study, case)
    assert set(row) <= set(head)
    rows = list(treatment_rows(study, case))
    known = set(data_head(study))
    for line in data_rows(study, case):
        assert set(line) <= known
        assert {name.partition("___")[0] for name in line} - REPEATED <= fields
    for resource in case_resources(study, form, case):
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    return {name for name, cell in row.items() if cell} | {name for line in rows for name in line}


THIRD = study_files(Path(__file__).parents[2] / "cases" / "third_study.toml")
TODAY = date(2026, 11, 22)
#: What somebody types at each question of the third study.
TYPED = {
    **{"born": "5 March 1980", "illness": "copd and asthma", "gold": "group B", "fev": "2.3", "zscore": "minus 1.5"},
    **{"pressure": "13 over 8", "sex": "female", "eos": "0.32 x10^9/L", "temp": "98.6", "exac": "none", "act": "4"},
    **{"last_attack": "March 2026", "treatments": "symbicort", "since": "May 2025", "dose": "800", "weight": "70"},
    "height": "165",
}


def third(**typed: str) -> Talk:
    """A talk about the third study up to its review or its early end."""
    site = Site(recruitment=Recruitment.RECRUITING, confirmed_on=TODAY)
    texts = cast(Texts, English())
    talk = Talk(Language.EN, TODAY, site, texts=texts, study=THIRD.study(), lexicon=THIRD.lexicon())
    talk.take(Ordered(ChatCommand.START))
    for value in ("questions", "self", "accept"):
        talk.take(talk.press(value))
    states = {question.id for question in talk.study.asked}
    while talk.c.state in states:
        slot = talk.c.draft.slot
        talk.take(Typed({**TYPED, **typed}[slot.partition(":")[0]]))
        if talk.c.draft.slot == slot:
            assert talk.c.draft.reading, f"{slot}: nothing was read"
            talk.take(talk.press("yes"))
    return talk


@pytest.mark.whole
def test_a_study_that_nobody_had_in_mind_is_judged_by_each_of_its_criteria() -> None:
    fits = third().result()
    assert fits is not None
    assert (fits["outcome"], fits["not_met"], fits["unknown"]) == ("plausible", [], [])


FACTS: dict[str, Any] = {
    **{"age": 46, "illness": "asthma+copd", "gold": "B", "fev": 2.3, "zscore": -1.5, "sex": "female", "act": 4},
    **{
        "pressure_upper": 130,
        "pressure_lower": 80,
        "exac": 0,
        "last_attack": "2026-03",
        "weight": 70,
        "height": 165,
    },
    **{"eos": {"value": 0.32, "unit": "10^9/L"}, "temp": {"value": 98.6, "unit": "°F"}},
    "treatments": [{"name": "symbicort", "start": "2025-05", "dose": {"value": 800, "unit": "mcg"}}],
}


def test_cases_of_that_study_are_judged_on_paper_as_in_the_talk() -> None:
    study, lexicon = THIRD.study(), THIRD.lexicon()
    found = judge_case(study, lexicon, {"id": "A", "facts": FACTS}, TODAY)
    assert (found["outcome"], found["unknown"]) == ("plausible", [])
    for other, failed in (
        ({"illness": "none"}, "illness"),
        ({"fev": 3.2}, "fev"),
        ({"zscore": -0.5}, "z"),
        ({"pressure_upper": 170, "pressure_lower": 95}, "pressure"),
        ({"eos": {"value": 100, "unit": "/µL"}}, "eos"),
        ({"temp": {"value": 101, "unit": "°F"}}, "temp"),
        ({"last_attack": "2026-11-01"}, "attack"),
        ({"act": 7}, "act"),
        ({"treatments": [{"name": "symbicort", "start": "2025-05", "dose": {"value": 2, "unit": "mg"}}]}, "ics"),
        ({"weight": 120}, "bmi"),
    ):
        judged = judge_case(study, lexicon, {"id": "B", "facts": {**FACTS, **other}}, TODAY)
        assert judged["not_met"] == [failed], (other, judged)
