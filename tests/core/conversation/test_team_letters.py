"""Writing with the team in this chat: what comes from it, and what goes to it."""

from __future__ import annotations

import pytest

from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Incoming, Moved, Ordered, Pressed, Typed, Unreadable
from dialogs.replies import Relay, Reply, Say
from tests.core.conversation.places import LETTER, answers_until, to_sent
from tests.core.conversation.walking import Walk, texts_of

DANGER = "me duele mucho el pecho y no puedo respirar"


def written_to() -> Walk:
    """Somebody who sent something, and to whom the team wrote."""
    walk = to_sent(Walk())
    walk.does(LETTER)
    return walk


def relayed(replies: list[Reply]) -> list[str]:
    return [reply.text for reply in replies if isinstance(reply, Relay)]


def said(replies: list[Reply]) -> str:
    return " ".join(text for reply in replies if isinstance(reply, Say) for text in texts_of(reply.screen))


def test_a_letter_says_who_writes_and_that_what_is_typed_goes_to_the_team() -> None:
    walk = to_sent(Walk())
    told = said(walk.does(LETTER))
    assert "The study team wrote to you" in told
    assert "what you write goes to the study team" in told
    assert "SAMU at 131" in told
    assert walk.c.stack == ["team"]


def test_what_is_typed_under_a_letter_goes_to_the_team_word_by_word_and_so_does_the_next() -> None:
    walk = written_to()
    for words in ("Sí, el martes a las 3", "hola", "2", "no"):
        replies = walk.does(words)
        assert relayed(replies) == [words]
        assert "We passed it on" in said(replies)


def test_what_was_written_before_the_letter_was_seen_goes_to_nobody_and_what_follows_an_answer_goes_at_once() -> None:
    """[IN-10]"""
    walk = written_to()
    early = walk.does(Typed("gracias", early=True))
    assert not relayed(early)
    assert "before you could see this" in said(early)
    walk.does("el martes")
    assert relayed(walk.does(Typed("o el jueves", early=True))) == ["o el jueves"]
    walk.does(LETTER)
    assert not relayed(walk.does(Typed("hola", early=True)))


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (Ordered(ChatCommand.DELETE), "delete"),
        ("borrar mis datos", "delete"),
        (Ordered(ChatCommand.LANGUAGE), "language"),
    ],
)
def test_commands_and_rights_go_before_the_message_to_the_team(words: Incoming | str, place: str) -> None:
    walk = written_to()
    assert not relayed(walk.does(words))
    assert walk.c.stack == [place]


@pytest.mark.parametrize("what", ["mi rut es 12.345.678-5", Unreadable("photo")])
def test_what_is_refused_is_not_passed_on_and_the_person_goes_on_writing(what: Incoming | str) -> None:
    walk = written_to()
    assert not relayed(walk.does(what))
    assert walk.c.stack == ["team"]


def test_a_sign_of_danger_gets_its_safety_text_first_and_is_sent_only_after_two_presses() -> None:
    walk = written_to()
    replies = walk.does(DANGER)
    assert any(isinstance(reply, Say) and reply.urgent for reply in replies)
    assert not relayed(replies)
    replies = walk.presses("continue")
    assert "Should we still send it?" in said(replies)
    assert not relayed(replies)
    assert relayed(walk.presses("yes")) == [DANGER]
    assert not walk.c.draft.to_team


def test_words_with_a_sign_of_danger_are_forgotten_where_they_should_not_be_sent() -> None:
    walk = written_to()
    walk.does(DANGER)
    replies = walk.presses("continue", "no")
    assert not relayed(replies)
    assert "we did not keep it" in said(replies)
    assert not walk.c.draft.to_team


@pytest.mark.parametrize("what", [Ordered(ChatCommand.STATUS), Ordered(ChatCommand.PERSON), "hmm"])
def test_words_that_wait_are_forgotten_where_something_else_is_done(what: Incoming | str) -> None:
    walk = written_to()
    walk.does(DANGER, what)
    assert not walk.c.draft.to_team


def test_once_the_team_has_finished_nothing_goes_to_it_and_the_person_is_told_whom_to_call() -> None:
    walk = written_to()
    replies = walk.does(Moved("not_eligible"), "¿y ahora qué?")
    assert not relayed(replies)
    assert "Nothing more goes to it here" in said(replies)


def test_a_letter_that_comes_while_something_else_is_open_leaves_it_open() -> None:
    walk = to_sent(Walk())
    walk.does(Ordered(ChatCommand.DELETE))
    assert "write /answer" in said(walk.does(LETTER))
    assert walk.c.stack == ["delete"]
    assert relayed(walk.does(Ordered(ChatCommand.ANSWER), "gracias, hablemos")) == ["gracias, hablemos"]


def test_the_message_of_what_was_sent_offers_to_answer_once_the_team_wrote() -> None:
    walk = to_sent(Walk())
    assert "answer_team" not in walk.c.offered
    walk.does(LETTER)
    walk.presses("continue", "answer_team")
    assert relayed(walk.does("el jueves puedo")) == ["el jueves puedo"]


def test_nobody_answers_a_team_that_has_not_written() -> None:
    walk = to_sent(Walk())
    assert "has not written to you here" in said(walk.does(Ordered(ChatCommand.ANSWER)))
    walk = answers_until(Walk().begins(), "sle")
    assert not walk.does(LETTER)


def test_a_person_who_blocked_everything_gets_no_letter() -> None:
    """[CL-12]"""
    walk = to_sent(Walk())
    walk.does(Ordered(ChatCommand.BLOCK))
    assert not walk.does(LETTER)


def test_whoever_blocked_everything_after_a_letter_is_told_that_nothing_is_passed_on() -> None:
    """[CL-12]"""
    walk = written_to()
    walk.does(Ordered(ChatCommand.BLOCK))
    replies = walk.does(Ordered(ChatCommand.ANSWER), "hola")
    assert not relayed(replies)
    assert "You blocked the use of your data, so we passed nothing on" in said(replies)


def test_after_a_double_tap_on_answering_the_team_what_is_typed_goes_to_the_team() -> None:
    walk = written_to()
    walk.presses("continue")
    tap = Pressed(walk.c.prompt, walk.c.offered.index("answer_team"))
    walk.does(tap, tap)
    assert relayed(walk.does("el martes")) == ["el martes"]


@pytest.mark.parametrize(
    "words", ["tengo una duda sobre la hora", "¿pueden llamarme mañana?", "I can also come on Friday"]
)
def test_words_that_nothing_reads_after_the_letter_was_left_are_asked_about_and_go_to_the_team_with_one_press(
    words: str,
) -> None:
    walk = written_to()
    walk.presses("continue")
    replies = walk.does(words)
    assert not relayed(replies)
    assert "What is it?" in said(replies)
    assert walk.c.offered == ["note", "team", "no"]
    assert relayed(walk.presses("team")) == [words]
    assert walk.c.stack == ["team"]


@pytest.mark.parametrize("state", ["not_eligible", "declined", "included"])
def test_who_writes_after_the_end_reads_that_it_goes_to_nobody_and_whom_to_call(state: str) -> None:
    walk = written_to()
    walk.presses("continue")
    walk.does(Moved(state))
    replies = walk.does("igual quiero hablar con ustedes")
    assert not relayed(replies)
    assert "Nothing more goes to it here. To talk:" in said(replies)


def test_who_was_never_written_to_is_not_asked_whether_words_are_for_the_team() -> None:
    walk = to_sent(Walk())
    assert "that was not clear" in said(walk.does("igual quiero hablar con ustedes"))
    assert not walk.c.stack
