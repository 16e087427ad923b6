"""What works in every state without losing the place, and what never shows: rights, help, a person, the study."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from bot.render.texts import LANGUAGES, Texts
from bot.store import tables as t
from bot.telegram.profile import ABOUT, NAME
from dialogs.conversation.reminders import REMINDERS
from dialogs.conversation.texts.referral_status import STATUS
from dialogs.privacy.notice import NOTICE
from dialogs.site import Recruitment
from tests.shell.front import EVA, Front, finish
from tests.shell.rights.ways import STATES, begin, kept, questions, result, state_of

pytestmark = pytest.mark.whole

TEXTS = Texts.load()
#: Words that a stranger beside her must not read on her screen unasked.
HEALTH = re.compile(
    r"lupus|riñ|kidney|salud(?! )|health|estudio cl|cl[ií]nic|trial|enferm|illness|\bill\b|medic|remedio"
    r"|hospital|doctor|biops|tratamiento|treatment|c[ée]lula|cell|exam",
    re.IGNORECASE,
)
KEEPS_THE_PLACE = ("/privacidad", "/help", "/estado", "/verificar", "/ficha", "/about", "/misdatos")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("command", ["/privacidad", "/privacy"])
def test_the_whole_notice_comes_in_every_state_before_consent_too(front: Front, state: str, command: str) -> None:
    """[TG-01] [CL-17] [AX-08]"""
    front.set_site(facts={"officer": {"*": "somebody"}})
    STATES[state](front)
    front.write(EVA, command)
    told = "\n".join(front.chat(EVA)[-4:])
    for item, text in NOTICE:
        assert text.split("{")[0].strip() in told, item


@pytest.mark.parametrize("state", [state for state in STATES if state not in ("new", "ended")])
@pytest.mark.parametrize("command", KEEPS_THE_PLACE)
def test_nothing_that_is_looked_up_loses_the_place(front: Front, state: str, command: str) -> None:
    """[AX-08]"""
    STATES[state](front)
    keys = front.keys(EVA)
    front.write(EVA, command)
    assert state_of(front) == state
    assert front.keys(EVA) == keys


@pytest.mark.parametrize("state", [state for state in STATES if state not in ("new", "ended")])
def test_frequent_questions_and_a_person_are_asides_from_every_state(front: Front, state: str) -> None:
    """[AX-08] The phone stands in the text, and one press goes on."""
    front.set_site(facts={"phone": {"*": "22 000 0000"}, "hours": {"*": "9 to 5"}})
    STATES[state](front)
    keys = front.keys(EVA)
    for command in ("/preguntas", "/persona"):
        front.write(EVA, command)
        if command == "/persona":
            assert "22 000 0000" in front.last(EVA)
            assert "9 to 5" in front.last(EVA)
            assert "131" in front.last(EVA)
        front.press(EVA, "Go on")
        assert state_of(front) == state
        assert front.keys(EVA) == keys


def test_out_of_hours_she_reads_when_somebody_is_there_again(front: Front) -> None:
    begin(front)
    front.wait(days=5)
    front.write(EVA, "/person")
    assert "Someone will be there again on 30 November 2026" in front.last(EVA)


def test_the_check_names_who_runs_it_the_approval_and_what_nobody_asks_for(front: Front) -> None:
    """[TG-08]"""
    facts = {"controller": {"*": "A house"}, "approval": {"*": "No. 5"}, "phone": {"*": "22 000 0000"}}
    front.set_site(facts=facts)
    front.write(EVA, "/verificar")
    for words in ("A house", "No. 5", "look up the phone", "never ask for money, passwords"):
        assert words in front.last(EVA)


@pytest.mark.parametrize("state", [Recruitment.NOT_RECRUITING, Recruitment.RECRUITING, Recruitment.CLOSED])
def test_the_state_of_the_study_is_said_first(front: Front, state: Recruitment) -> None:
    """[RE-12] [TG-08]"""
    front.set_site(state=state)
    front.write(EVA, "/start")
    first = {"not_recruiting": "not taking", "recruiting": "looking for people", "closed": "has ended"}[state]
    assert first in front.chat(EVA)[0].split("\n")[0]


def test_an_old_confirmation_is_not_passed_off_as_the_state(front: Front) -> None:
    """[RE-12]"""
    front.set_site(state=Recruitment.RECRUITING, confirmed_on=front.context.today(front.now))
    front.wait(days=91)
    front.write(EVA, "/start")
    assert "could not confirm" in front.chat(EVA)[0]


@pytest.mark.parametrize("words", ["12.345.678-5", "12345678-5", "mi rut es 12.345.678-5"])
def test_a_national_id_is_recognised_not_kept_and_she_is_told(front: Front, words: str) -> None:
    """[CL-30]"""
    questions(front)
    front.write(EVA, words)
    assert "We do not need it, and we did not keep it" in "".join(front.chat(EVA)[-2:])
    assert words not in str(kept(front))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_sent_unasked_names_health(language: str) -> None:
    """[TG-07] Reminders, the state of a case, and the bot's own name and lines."""
    for text in (*(row.text for row in REMINDERS.values()), *STATUS.values(), NAME):
        assert not HEALTH.search(TEXTS.text(language, text, phone="", code="", date="", day="", time="")), text
    # What stands in the chat before the first word says what it is about: whoever opens it chose to.
    assert not re.search(r"lupus|riñ|kidney", TEXTS.text(language, ABOUT))


@pytest.mark.parametrize(
    ("payload", "campaign"),
    [("c_hospital", "hospital"), ("c_other", ""), ("x" * 64, ""), ("c_" + "h" * 70, ""), ("c_hospital'--", "")],
)
def test_a_link_names_a_campaign_of_the_site_or_nothing(front: Front, payload: str, campaign: str) -> None:
    """[TG-18] [CL-19] Counted by week; of any other link nothing is kept."""
    front.set_site(campaigns=frozenset({"hospital"}))
    front.write(EVA, f"/start {payload}")
    assert (kept(front) or {})["campaign"] == campaign
    counted = front.context.store.read_now(
        lambda tx: [tuple(row)[1:] for row in tx.conn.execute(select(t.counts)).all()]
    )
    assert counted == [("started", "2026-W48", "en", campaign, 1)]


def test_stopping_midway_says_what_becomes_of_the_answers(front: Front) -> None:
    """[US-03]"""
    questions(front)
    front.write(EVA, "34")
    front.write(EVA, "/stop")
    assert "Do you want to stop here?" in front.last(EVA)
    front.press(EVA, "Yes, stop and erase")
    assert "We erased your answers" in front.last(EVA)
    assert kept(front) is None


def test_whoever_does_not_fit_is_asked_apart_before_anything_stays(front: Front) -> None:
    """[US-05]"""
    questions(front)
    front.write(EVA, "80")
    front.press(EVA, "Yes")
    front.press(EVA, "End here")
    assert "We erased your answers" in front.last(EVA)
    assert kept(front) is None


def test_what_was_not_understood_is_said_with_an_example_and_then_buttons_are_offered(front: Front) -> None:
    """[AX-09]"""
    questions(front)
    front.write(EVA, "zzz")
    assert "For example: 34" in front.last(EVA)
    front.write(EVA, "zzz")
    assert "18 to 75" in front.keys(EVA)
    assert "I don't know" in front.keys(EVA)


def test_before_sending_everything_is_shown_and_can_be_changed(front: Front) -> None:
    """[AX-10]"""
    finish(front)
    assert "These are your answers" in front.last(EVA)
    front.write(EVA, "1")
    front.write(EVA, "40")
    assert "40" in front.last(EVA)


def test_the_switch_of_language_keeps_the_place_and_the_answers(front: Front) -> None:
    """[AX-12] [AX-11] Nothing is asked again."""
    finish(front)
    before = kept(front) or {}
    front.write(EVA, "/idioma")
    front.press(EVA, "Español")
    after = kept(front) or {}
    assert (after["state"], after["answers"], after["language"]) == (before["state"], before["answers"], "es")


def test_the_result_never_says_eligible_and_always_that_a_person_decides(real: Front) -> None:
    """[CL-14] [RE-14]"""
    result(real)
    assert not re.search(r"eligib|qualif", real.last(EVA), re.IGNORECASE)
    assert "Someone on the team decides" in real.last(EVA)
    assert "doctor" in real.last(EVA)
