"""No way leads to a health question without a recorded yes to the consent text: every path is walked (CL-02)."""

from __future__ import annotations

import json

import pytest

from dialogs.commands import ChatCommand
from dialogs.conversation.draft import Draft
from dialogs.conversation.incoming import Incoming, Ordered, Pressed, Shared, Typed, Unreadable
from dialogs.conversation.questionnaire import Questionnaire
from dialogs.conversation.states import FINAL
from dialogs.replies import Consent, Say
from tests.core.conversation.places import at
from tests.core.conversation.walking import LEXICON, QUESTIONS, ROUTE, Walk, asks_about_health, english

#: Steps that come before any question, with whatever stands open beside them.
BEFORE = {"new", "card", "who", "consent", "paused", "contact", *FINAL}
ELSE: tuple[Incoming, ...] = (
    *(
        Typed(text)
        for text in ("sí", "acepto", "1", "34", "", "me duele el pecho", "12.345.678-5", "seguir", "todo bien")
    ),
    *(
        Ordered(name)
        for name in ("start", "continue", "pause", "back", "person", "frequent", "language", "delete", "stop")
    ),
    Ordered(ChatCommand.START, "c_poster"),
    Shared("+56987654321", own=True),
    Unreadable("photo"),
)


def stands(walk: Walk) -> str:
    """Where the person stands, as far as it decides what can follow; numbers of messages grow and decide nothing."""
    c = walk.c.to_json()
    c["draft"] = {name: value for name, value in c["draft"].items() if name not in ("standing", "shown", "showings")}
    fields = ("state", "offered", "who", "consents", "draft", "stack", "paused_at", "called_from")
    return json.dumps([c[name] for name in fields], sort_keys=True)


@pytest.mark.slow
def test_every_path_to_a_question_goes_through_the_consent() -> None:  # [CL-02] [CL-04]
    seen: set[str] = set()
    waiting, reached = [Walk()], 0
    while waiting:
        walk = waiting.pop()
        if stands(walk) in seen:
            continue
        seen.add(stands(walk))
        presses = [Pressed(walk.c.prompt, position) for position in range(len(walk.c.offered))]
        for incoming in (*presses, *ELSE):
            after = walk.copy()
            replies = after.does(incoming)  # `Walk` refuses a health question without a recorded yes
            asked = any(isinstance(reply, Say) and asks_about_health(reply.screen) for reply in replies)
            reached += asked
            assert asked == (after.c.state in QUESTIONS)
            if after.c.state in BEFORE:
                waiting.append(after)
    assert reached, "no path leads to a question at all"
    assert len(seen) > 10


def test_a_no_to_the_consent_asks_nothing_and_keeps_nothing() -> None:  # [CL-04]
    walk = Walk()
    walk.does("hola")
    walk.presses("questions", "self")
    replies = walk.presses("decline")
    assert [reply.action for reply in replies if isinstance(reply, Consent)] == ["refused"]
    assert walk.gone
    assert not any(asks_about_health(screen) for screen in walk.screens())


def test_a_no_to_a_changed_notice_keeps_nothing_either() -> None:  # [CL-04] [TG-30]
    walk = at("the consent, again")
    assert walk.c.answers
    engine = Questionnaire(walk.study, walk.site, LEXICON, english, ROUTE)  # without what the desk forgets afterwards
    engine.advance(walk.c, Pressed(walk.c.prompt, walk.c.offered.index("decline")), walk.today)
    assert (walk.c.state, walk.c.answers, walk.c.draft) == ("ended", {}, Draft())


def test_typing_on_is_no_consent() -> None:  # [CL-04]
    walk = Walk()
    walk.does("hola")
    walk.presses("questions", "self")
    for text in ("34", "tengo lupus", "junio 2026", "dale, pregunte", "1250 mg/g"):
        walk.does(text)
        if walk.c.consents.get("answer"):
            break
        assert walk.c.state == "consent", text
    assert not walk.c.answers


def test_the_first_question_is_the_age() -> None:  # [CL-26]
    walk = Walk().begins()
    assert walk.c.state == "age"
    assert [screen.ask for screen in walk.screens() if asks_about_health(screen)] == ["age"]


def test_a_minor_ends_at_once_and_nothing_of_hers_stays() -> None:  # [CL-26] [CL-08]
    for said in ("17", "diecisiete", "15 años"):
        walk = Walk().begins()
        walk.does(said, "sí")
        assert walk.gone, said
    walk = Walk().begins()
    walk.presses("unknown", "below")
    assert walk.gone


def test_a_minor_found_by_going_back_ends_at_once_too() -> None:  # [CL-26]
    walk = Walk().begins()
    walk.does("34", "sí", "atrás", "atrás", "16", "sí")
    assert walk.gone
