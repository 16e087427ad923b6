"""Her own copy: readable in the chat, and a file whose fields it explains itself."""

from __future__ import annotations

import json

import pytest

from bot.desk.data_export import FIELDS
from tests.examples import some
from tests.shell.front import ANA, EVA, GROUP, Front, finish, send
from tests.shell.rights.ways import STATES, begin, given, own_file


def test_the_chat_says_data_origin_purpose_recipients_period_and_logic(front: Front) -> None:
    """[CL-09]"""
    code = send(front)
    front.write(EVA, "/misdatos")
    told = "\n".join(front.chat(EVA)[-4:])
    for words in (
        "Age: 34",
        "this chat",
        "You said yes to:",
        "It comes from you",
        "to see if the study might be for you",
        code,
        "We keep it 12 months",
        "A program compares",
        "To take a yes back",
        "privacy notice",
    ):
        assert words in told, words


def test_the_period_is_a_day_where_nothing_was_sent(front: Front) -> None:
    """[CL-09]"""
    finish(front)
    front.write(EVA, "/mydata")
    assert "We erase it on 30 November 2026" in "".join(front.chat(EVA)[-4:])
    assert "Nobody on the team has it." in "".join(front.chat(EVA)[-4:])


def test_the_file_explains_every_field_that_it_has(front: Front) -> None:
    """[CL-13]"""
    send(front)
    front.write(EVA, "/mydata")
    found = own_file(front)
    assert set(found) - {"fields"} == set(found["fields"]) == set(FIELDS)
    assert all(found["fields"].values())


def test_the_file_holds_answers_consents_dates_and_the_case(front: Front) -> None:
    """[CL-13] [CL-09]"""
    code = send(front)
    front.press(EVA, "Yes, write to me")
    front.write(EVA, "/mydata")
    found = own_file(front)
    answers = {row["question"]: row for row in found["answers"]}
    assert answers["age"]["value"] == 34
    assert answers["age"]["name"] == "Age"
    assert [(line["purpose"], line["action"]) for line in found["consents"]] == given(front)
    assert all(len(line["text_sha256"]) == 64 for line in found["consents"])
    (case,) = found["cases"]
    assert (case["code"], case["filed_as"], case["state"]) == (code, "interest", "new")
    assert case["kept_until"] == "2027-11-23"
    assert case["sent"]["name"] == "Eva"
    assert found["messages_later"]["opening"].startswith("2026-11-24")
    assert found["result"]["outcome"] == "plausible"
    assert len(found["result"]["criteria"]) == 15
    assert found["recipients"].startswith("The study team")
    assert found["kept"]
    assert found["notice"]


def test_the_file_is_in_her_language(real: Front) -> None:
    """[CL-13] [AX-12]"""
    real.write(EVA, "/start")
    real.press(EVA, "Español")
    real.write(EVA, "/misdatos")
    found = own_file(real)
    assert found["language"] == "es"
    assert "día" in found["fields"]["made_on"]
    assert json.dumps(found, ensure_ascii=False)


@pytest.mark.parametrize("state", some([state for state in STATES if state not in ("new", "ended")]))
def test_it_comes_in_every_state_and_keeps_the_place(front: Front, state: str) -> None:
    """[CL-09] [AX-08]"""
    STATES[state](front)
    before = front.keys(EVA)
    front.write(EVA, "/mydata")
    assert own_file(front)["conversation"]["state"] == state
    assert front.keys(EVA) == before


def test_it_is_hers_alone(front: Front) -> None:
    """[CL-18]"""
    begin(front)
    front.write(EVA, "/mydata")
    chats = {payload["chat_id"] for method, payload in front.calls if method == "sendDocument"}
    assert chats == {EVA}


def test_the_file_tells_each_step_of_the_team_and_nothing_of_who_took_it_or_noted_what_cl_09(front: Front) -> None:
    """[CL-09] All that is kept; a colleague's name and the team's own words are not about the person."""
    front.invite(ANA)
    code = send(front)
    front.press(ANA, "es:Take", GROUP)
    front.press(ANA, "Note an attempt without contact…")
    front.press(ANA, "phone: voicemail, no message left")
    front.tap(ANA, f"s1.{code}.note_add", ANA)
    front.write(ANA, "QWXZ-canary-of-the-team")
    front.tap(ANA, f"s1.{code}.not_eligible.0.y", ANA)
    front.write(EVA, "/mydata")
    (case,) = own_file(front)["cases"]
    told = [(step["what"], step["by"]) for step in case["history"]]
    assert told == [("filed", "you"), ("take", "team"), ("try", "team"), ("note", "team"), ("not_eligible", "team")]
    assert case["history"][2]["how"] == "voicemail"
    assert case["history"][4]["reason"]
    assert all(step["at"].startswith("2026-11-23") for step in case["history"])
    assert not [word for word in ("canary", "Ana") if word in json.dumps(case["history"])]
