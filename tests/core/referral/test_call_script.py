"""The script for a call: the right person first, then only what is unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dialogs.conversation.texts.study_status import status_of
from dialogs.referral.call_script import (
    BEFORE,
    BEFORE_ANY_HOUR,
    BEFORE_WITHOUT_PHONE,
    Call,
    before_the_call,
    call_script,
)
from dialogs.replies import Heading, Refer
from dialogs.screens import Text
from dialogs.site import Recruitment
from dialogs.values import UNKNOWN, Medicine, Quantity, Value, When
from tests.core.referral.test_ledger import ANSWERS, READER, TODAY, said, sent

CALL = Call(code="LUP-7K3Q", heading=Heading.REFERRAL, caller="Ana", institution="Clínica", by=date(2026, 11, 27))
#: Nothing is unknown here, and nothing speaks against.
SETTLED: dict[str, Value] = {
    **ANSWERS,
    "antibodies": "yes",
    "pregnancy": "neither",
    "treatments": ("none",),
    "egfr": Quantity(Decimal(78), "mL/min/1.73 m²", "", "egfr"),
}
for _key in ("when:rituximab", "ongoing:rituximab"):
    SETTLED.pop(_key)


def spoken(answers: dict[str, Value] | None = None, call: Call = CALL, **changes: str) -> str:
    return said(call_script(READER, sent(answers, **changes), call, TODAY))


def test_the_right_person_comes_before_the_study_and_who_calls_is_said() -> None:
    """[RE-19]"""
    text = spoken()
    assert "Am I speaking with Eva? This is Ana, from Clínica." in text
    assert text.index("Am I speaking with") < text.index("It is research") < text.index("May I ask you")
    before = text[: text.index("You sent some answers")].casefold()
    assert "lupus" not in before
    assert "study" not in before
    assert BEFORE in said(before_the_call(sent()))
    assert BEFORE_WITHOUT_PHONE in said(before_the_call(replace(sent(), contact={"channel": "chat"})))


def test_of_a_phone_that_was_typed_no_hour_is_said_to_have_been_asked_for() -> None:
    """[RE-18]"""
    typed = said(before_the_call(replace(sent(), contact={"channel": "phone", "address": "+56 9"})))
    assert BEFORE_ANY_HOUR in typed
    assert "at the hour asked for" not in typed


def test_whom_the_helper_named_is_asked_for_and_the_helper_is_told_of_first() -> None:
    """[RE-18] "Then the team knows whom to ask for" is what the helper read when asked for the name."""
    named = replace(sent(who="helper"), contact={"channel": "phone", "address": "+56 9", "name": "Rosa"})
    text = said(call_script(READER, named, CALL, TODAY))
    assert "Am I speaking with Rosa? This is Ana" in text
    assert "When could I reach Rosa?" in text
    assert "Eva" not in text
    assert "Ask for Rosa first. Eva typed the answers" in said(before_the_call(named))
    for nobody_named in (replace(named, contact={**named.contact, "name": ""}), replace(named, who="self")):
        assert "Am I speaking with Eva?" in said(call_script(READER, nobody_named, CALL, TODAY))
        assert "Rosa" not in said(before_the_call(nobody_named))


#: What is said of a study that takes nobody now, whether it is known for sure or not.
TAKES_NOBODY = [status_of(state, confirmed=sure) for state, sure in ((Recruitment.NOT_RECRUITING, True),
    (Recruitment.NOT_RECRUITING, False), (Recruitment.CLOSED, True))]  # fmt: skip


@pytest.mark.parametrize("status", TAKES_NOBODY)
@pytest.mark.parametrize("heading", Heading)
def test_while_the_study_takes_nobody_whoever_is_called_hears_it(heading: Heading, status: Text) -> None:
    """[RE-12]"""
    assert status.id in spoken(None, replace(CALL, heading=heading, status=status))
    assert status.id not in spoken(None, replace(CALL, heading=heading))


@pytest.mark.parametrize("status", TAKES_NOBODY)
def test_an_entry_of_the_interest_list_is_promised_no_day_and_no_answer(status: Text) -> None:
    """study-facts 2: never a date, a place or an answer."""
    call = replace(CALL, heading=Heading.INTEREST)
    text = spoken(None, replace(call, status=status))
    assert "aims to tell you by" not in text
    assert "2026-11-27" not in text
    assert "It is not a place in the study. We cannot say when the study opens again, or if." in text
    assert "Do not stop, delay or change any medicine" in text
    assert "aims to tell you by 2026-11-27" in spoken(None, call), "once it takes people, the call has a sequel"


@pytest.mark.parametrize(
    ("channel", "asked"),
    [("phone", "asked us to call"), ("chat", "asked us to contact"), ("email", "asked us to contact")],
)
def test_the_script_says_no_more_than_what_the_person_asked_for(channel: str, asked: str) -> None:
    assert asked in said(call_script(READER, replace(sent(), contact={"channel": channel}), CALL, TODAY))


@pytest.mark.parametrize(
    ("heading", "answers", "told"),
    [
        (Heading.INTEREST, None, "You asked on Telegram to be on our interest list."),
        (Heading.INTEREST, {}, "You asked on Telegram to be on our interest list."),
        (Heading.REVIEW, None, "You asked on Telegram that someone look at your result."),
        (Heading.CALLBACK, {}, "You wrote to us on Telegram and asked us to contact you."),
        (Heading.CALLBACK, None, "You sent some answers on Telegram and asked us to call."),
    ],
)
def test_why_we_call_is_what_was_asked_for_and_nobody_hears_of_answers_that_were_not_sent(
    heading: Heading, answers: dict[str, Value] | None, told: str
) -> None:
    filed = sent() if answers is None else replace(sent(), answers={})
    assert told in said(call_script(READER, filed, replace(CALL, heading=heading), TODAY))


def test_only_what_is_unknown_is_asked() -> None:
    text = spoken()
    assert "Was one of the two positive?" in text
    assert "How old are you?" not in text
    assert "Your blood test: the lines that say ANA and anti-DNA." in text


def test_where_nothing_is_unknown_nothing_is_asked_and_the_call_still_has_its_script() -> None:
    text = spoken(SETTLED)
    assert "May I ask you some questions" not in text
    assert "Am I speaking with" in text
    assert "aims to tell you by 2026-11-27" in text


def test_only_where_somebody_helped_the_person_with_lupus_is_asked_for() -> None:
    assert "I would rather speak with them" in spoken(who="helper")
    assert "I would rather speak with them" not in spoken(who="self")


def test_whoever_is_out_for_good_is_asked_nothing() -> None:
    """study-facts 4.7"""
    text = spoken({**ANSWERS, "sle": "no"})
    assert "May I ask you some questions" not in text
    assert "The doctors of the study decide that" in text


def test_a_second_look_asks_what_speaks_against_and_nothing_else() -> None:
    call = Call(code="LUP-7K3Q", heading=Heading.REVIEW, caller="Ana", institution="")
    text = spoken({**ANSWERS, "sle": "no"}, call)
    assert "Has a doctor told you that you have lupus?" in text
    assert "Was one of the two positive?" not in text


def test_an_entry_without_answers_has_a_script_without_questions() -> None:
    bare = sent(asked=Refer(Heading.INTEREST, "plausible", with_answers=False))
    text = said(call_script(READER, bare, CALL, TODAY))
    assert "May I ask you some questions" not in text
    assert "This call is not yet part of the study." in text


def test_a_number_with_more_than_in_front_of_it_asks_the_number() -> None:
    text = spoken({**SETTLED, "egfr": Quantity(Decimal(20), "mL/min/1.73 m²", ">", "egfr")})
    assert "Which number is on the paper?" in text


def test_a_month_at_the_edge_of_a_window_asks_the_day() -> None:
    text = spoken({**SETTLED, "biopsy": When.parse("2025-11")})
    assert "Which day was it?" in text


def test_a_treatment_that_may_count_or_not_asks_how_it_was_given() -> None:
    """Bare methylprednisolone: a vein, or tablets?"""
    bare = Medicine("staff_check", "metilprednisolona", "metilpred")
    answers = {**SETTLED, "treatments": (bare,), f"when:{bare.key}": When.parse("2026-10-20")}
    assert "metilpred: was it into a vein, or by mouth?" in spoken(answers)


def test_a_list_is_read_out() -> None:
    """In words for the ear: nothing is marked on the phone, and "none of these" is an answer, no question."""
    for kept_back in ("conditions", "treatments"):
        text = spoken({key: value for key, value in SETTLED.items() if key != kept_back})
        assert "I will read them to you, one by one." in text, kept_back
        assert "Mark each" not in text, kept_back
        assert "None of these" not in text, kept_back
    assert "To read out: Steroids into a vein (pulse), A drug that lowers defences, " in text


def test_only_a_paper_that_the_person_can_have_is_asked_for() -> None:
    """A doctor's word on other illnesses is no paper at hand."""
    of_conditions = spoken({key: value for key, value in SETTLED.items() if key != "conditions"})
    assert "Confirmation from the treating doctor" not in of_conditions
    assert "paper at hand" not in of_conditions
    of_the_class = spoken({**SETTLED, "biopsy_class": UNKNOWN})
    assert "Your kidney biopsy report: the date, and the line that says class." in of_the_class
    assert "Do you have that paper at hand?" in of_the_class


@pytest.mark.parametrize("heading", Heading)
def test_every_heading_has_a_script(heading: Heading) -> None:
    assert "LUP-7K3Q" in spoken(None, Call(code="LUP-7K3Q", heading=heading, caller="Ana", institution=""))
