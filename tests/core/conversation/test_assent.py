"""What is a yes where a yes consents, sends, erases or ends the questions, and what is none (study-facts 11a)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Moved, Ordered, Typed
from dialogs.conversation.states import FINAL, State, StepName
from dialogs.replies import Consent, ConsentAction, Erase, Refer, Reply, Say, TellTeam
from tests.core.conversation.places import answers_until, at
from tests.core.conversation.walking import Walk

CASES: Final = json.loads((Path(__file__).parents[2] / "cases" / "assent.json").read_text("utf-8"))
YES: Final = [(language, text) for language in CASES for text in CASES[language]["yes"]]
NOT: Final = [(language, text) for language in CASES for text in CASES[language]["not"]]

#: Words that name what is done, where all is to be erased.
ERASES = (
    *("bórrelo todo no más", "sí, bórrenlas", "elimínelo por favor", "sí, borre", "sí, que se borre todo"),
    *("yes please, erase my answers", "yes delete it", "yes please erase", "yes, delete everything", "erase it all"),
)
#: Nothing of the kind, or not only that.
ERASES_NOT = (
    *(
        "borre la última",
        "sí, pero no borre nada",
        "sí, borre mañana",
        "¿se borra todo?",
        "mi hija dice que borre todo",
    ),
    *("delete my last answer", "yes but don't delete it", "yes, delete it tomorrow", "is it deleted?", "all of it"),
    *("my daughter says delete it", "sí, todo"),
)


def _answered(id: str, text: str, **others: tuple[str, ...]) -> Walk:
    walk = answers_until(Walk().begins(), id, **others)
    walk.does(text)
    assert walk.c.draft.reading, (id, text)
    return walk


def _then(place: str, *texts: str | Ordered | Moved) -> Walk:
    walk = at(place)
    walk.does(*texts)
    return walk


#: Each place where a plain yes does what cannot be taken back in passing.
CONFIRMATIONS: Final[dict[str, Callable[[], Walk]]] = {
    "the consent": lambda: at("the consent, in other words"),
    "no lupus": lambda: _answered("sle", "no"),
    "no antibodies": lambda: _answered("antibodies", "no"),
    "a minor": lambda: _answered("age", "16"),
    "no sediment": lambda: _answered("urinary_sediment", "no"),
    "a low ratio": lambda: _answered("upc", "0,3 g/g"),
    "a low filtration": lambda: _answered("egfr", "25"),
    "class V": lambda: _answered("biopsy_class", "clase V"),
    "a phone": lambda: at("a phone read back"),
    "an e-mail": lambda: _then("the contact, recruiting", "a@b.cl"),
    "a phone for the list": lambda: _then("the contact, for the list", "9 8765 4321"),
    "another contact": lambda: at("another contact read back"),
    "the chat": lambda: _then("the contact, recruiting", "mejor por el chat"),
    "what goes on the list": lambda: _then("what goes on the list", "sí"),
    "erase": lambda: at("erase, sure?"),
    "erase what was sent": lambda: _then("sent", Ordered(ChatCommand.DELETE)),
    "stop": lambda: at("stop, sure?"),
    "a recheck": lambda: _then("a recheck offered", "sí"),
    "notes": lambda: _then("may notes be kept", "sí"),
    "a link": lambda: _then("share the page?", "sí"),
    "the doctor": lambda: _then("may the doctor read it?", "sí"),
    "the team": lambda: _then("send to the team anyway?", "sí"),
    "a correction": lambda: _then("correcting", "perfecto"),
    "answers of another study": lambda: _then("answers of another study", "sí"),
}
#: Each place where what was asked for was only guessed.
GUESSED: Final[dict[str, Callable[[], Walk]]] = {
    "a slip": lambda: at("erase, guessed"),
    "a change of mind": lambda: _then("the question egfr", "me arrepentí"),
    "a change of mind, English": lambda: _then("the question egfr", "I changed my mind"),
    "a goodbye": lambda: _then("the question sle", "chao"),
    "a goodbye, English": lambda: _then("the question sle", "bye"),
    "an answer about an illness": lambda: _then("the question conditions", "terminó"),
    "an answer about a treatment": lambda: _then("the question treatments", "paré"),
    "a withdrawal": lambda: _then("sent", "I changed my mind"),
}


def _is_heavy(walk: Walk, reply: Reply) -> bool:
    match reply:
        case Consent(action=action):
            return action is not ConsentAction.REFUSED
        case Erase():
            return True
    return isinstance(reply, Refer | TellTeam)


def _weighed(walk: Walk, text: str) -> bool:
    """Type it on a copy: did anything follow that a yes alone may do?"""
    other = walk.copy()
    before = other.c.state
    replies = other.does(Typed(text))
    ended = other.c.state != before and other.c.state in (State.RESULT, State.SENT, State.SEND, *FINAL)
    return ended or any(_is_heavy(other, reply) for reply in replies)


def _kept(walks: dict[str, Callable[[], Walk]]) -> Iterator[tuple[str, Walk]]:
    for name, place in walks.items():
        yield name, place()


@pytest.mark.whole
def test_nothing_but_a_yes_consents_sends_erases_or_ends_the_questions() -> None:
    """[CL-04] [CL-05] [11a] Answers to a question of their own, "I heard you", doubts, claims and places do not."""
    wrong = [
        (name, language, text)
        for name, walk in _kept(CONFIRMATIONS | GUESSED)
        for language, text in NOT
        if _weighed(walk, text)
    ]
    assert wrong == []


@pytest.mark.whole
def test_every_plain_yes_does_what_was_asked() -> None:
    """[CL-04] [CL-05] [11a]"""
    wrong = []
    for name, walk in _kept(CONFIRMATIONS):
        for language, text in YES:
            other = walk.copy()
            replies = other.does(Typed(text))
            done = any(_is_heavy(other, reply) for reply in replies) or (
                (other.c.state, other.c.stack) != (walk.c.state, walk.c.stack)
            )
            if not done or other.c.draft.meant or other.c.draft.reading:
                wrong.append((name, language, text))
    assert wrong == []


@pytest.mark.parametrize("name", GUESSED)
def test_what_was_only_guessed_is_erased_by_no_yes_that_does_not_name_it(name: str) -> None:
    """[CL-05] [11b]"""
    walk = GUESSED[name]()
    assert walk.c.draft.guessed
    assert not [text for _, text in YES if _weighed(walk, text)]
    label = "Yes, erase everything" if walk.c.stack == [StepName.DELETE] else "Yes, stop and erase"
    assert _weighed(walk, label)


@pytest.mark.parametrize("text", ["zzz qqq", "zzz", "sss", "yyy", "zz kk"])
def test_one_letter_over_and_over_is_no_yes(text: str) -> None:  # [CL-04]
    """By its sound it is the short form of one."""
    walk = at("a phone read back")
    walk.does(text)
    assert (walk.c.state, walk.c.referral_state) == ("contact", "")


def test_sure_confirms_a_no_that_was_read_or_is_asked_about_and_never_turns_it_round() -> None:
    """[11a] "Segura" is short for "estoy segura"; "sure" may be no more than "I heard you"."""
    affirms = ("segura", "seguro", "segurísima", "muy segura", "estoy segura", "sure", "I'm sure", "sure thing")
    affirms += ("confirmado", "confirmed", "for sure", "totalmente", "dale", "ok", "sounds good", "that's fine")
    wrong = []
    for name in ("no lupus", "no antibodies", "no sediment"):
        walk = CONFIRMATIONS[name]()
        slot, said = next(iter(walk.c.draft.reading.items()))
        for text in affirms:
            other = walk.copy()
            other.does(text)
            kept = other.c.draft.reading == {slot: said} or other.c.answers.get(slot) == said
            if not kept and other.c.state != State.RESULT:
                wrong.append((name, text))
    assert wrong == []


def test_what_says_the_opposite_of_a_no_that_was_read_is_read_back_in_its_turn() -> None:
    """[11a]"""
    walk = CONFIRMATIONS["no lupus"]()
    for text in ("sí tengo", "yes I do have it", "me dijeron que sí tengo", "no, sí tengo lupus"):
        other = walk.copy()
        other.does(text)
        assert other.c.draft.reading == {"sle": "yes"}, text


def test_nearly_a_yes_is_answered_with_the_words_that_do_it() -> None:
    """[AX-09] [11a] The same screen never comes again in silence."""
    silent = []
    for name in (
        "the consent",
        "a phone",
        "an e-mail",
        "no lupus",
        "a low ratio",
        "erase",
        "stop",
        "a link",
        "the doctor",
    ):
        for text in ("ok", "sure", "sounds good", "that's fine", "dale", "segura", "está correcto"):
            walk = CONFIRMATIONS[name]()
            for _ in range(3):
                if not (walk.c.draft.reading or walk.c.draft.meant or walk.c.stack):
                    break
                before = (walk.c.state, list(walk.c.stack), dict(walk.c.draft.reading), walk.c.draft.meant)
                shown = [block for reply in walk.does(text) if isinstance(reply, Say) for block in reply.screen.blocks]
                after = (walk.c.state, list(walk.c.stack), dict(walk.c.draft.reading), walk.c.draft.meant)
                said = {text.id for block in shown for text in block.lines}
                if before == after and not any("not clear" in each for each in said):
                    silent.append((name, text))
    assert silent == []


@pytest.mark.parametrize("text", ["ya está bien", "así está bien", "está correcto", "segura", "sounds good", "ok"])
def test_that_it_is_right_sends_and_erases_nothing_by_itself(text: str) -> None:
    """[CL-05] [11a] "Ya está bien" is as often "that will do"."""
    assert not [name for name in ("a phone", "an e-mail", "erase", "stop") if _weighed(CONFIRMATIONS[name](), text)]


def test_words_of_erasing_erase_what_was_guessed() -> None:  # [CL-05] [11b]
    wrong = []
    for text in ERASES:
        for place in ("erase, sure?", "erase, guessed"):
            if not any(isinstance(reply, Erase) for reply in at(place).does(text)):
                wrong.append(text)
    for text in ERASES_NOT:
        walk = at("erase, guessed")
        if any(isinstance(reply, Erase) for reply in walk.does(text)):
            wrong.append(text)
    assert wrong == []
