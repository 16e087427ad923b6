"""What is a yes where a yes consents, sends, erases or ends the questions, and what is none (study-facts 11a)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
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
#: Remarks, questions and wishes that name what would be done, and order nothing.
NO_ORDER: Final = [(language, text) for language in CASES for text in CASES[language]["no_order"]]


def _each(kind: str) -> list[str]:
    return [text for language in CASES for text in CASES[language][kind]]


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
#: What asks "sure?", also after a sending, and with numbered answers.
SURE: Final[dict[str, Callable[[], Walk]]] = {
    "erase": CONFIRMATIONS["erase"],
    "stop": CONFIRMATIONS["stop"],
    "stop, with numbered answers": lambda: _numbered("stop, sure?"),
    "erase, after sending": lambda: at("erase, sure? after sending"),
}
#: Where an order to send is a yes.
SENDING: Final = ("a phone", "an e-mail", "a phone for the list")
#: Where something is agreed to, and nothing was answered yet.
OFFERS: Final = ("the consent", "may notes be kept", "share the page?", "a recheck offered", "answers of another study")


def _numbered(place: str) -> Walk:
    walk = at(place)
    walk.c.accessible = True
    return walk


def _helped() -> Walk:
    walk = Walk()
    walk.does("hola")
    walk.presses("questions")
    walk.presses("helper")
    return walk


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
            if (name, text) == ("stop", "right"):
                done = other.c.draft.meant == "yes"  # as often said to oneself, and there it would end all
            elif other.c.draft.meant or other.c.draft.reading:
                done = False
            if not done:
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
                if before == after and not any("not clear" in each or "To send it" in each for each in said):
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


@pytest.mark.whole
def test_what_names_an_act_and_orders_nothing_does_nothing() -> None:
    """[CL-04] [CL-05] [11a] Told of before, asked, wished for oneself, or said with a laugh: neither done nor sent."""
    places = CONFIRMATIONS | GUESSED | SURE | {"a phone, with numbered answers": lambda: _numbered("a phone read back")}
    wrong = [
        (name, language, text) for name, walk in _kept(places) for language, text in NO_ORDER if _weighed(walk, text)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", SURE)
def test_an_order_to_erase_is_a_yes_to_sure(name: str) -> None:
    """[CL-05] [11a]"""
    walk = SURE[name]()
    asked_instead = []
    for text in _each("order"):
        other = walk.copy()
        erased = any(isinstance(reply, Erase) for reply in other.does(text))
        # "delete everything" at "stop?" is the command, which asks by its own name.
        if not erased and other.c.stack != [StepName.DELETE]:
            asked_instead.append(text)
    assert asked_instead == []


@pytest.mark.parametrize("name", SENDING)
def test_an_order_to_send_is_a_yes_to_do_we_send_it(name: str) -> None:
    """[CL-04] [11a]"""
    walk = CONFIRMATIONS[name]()
    assert [text for text in _each("send") if not _weighed(walk, text)] == []


@pytest.mark.parametrize("name", SURE)
def test_a_wish_to_go_on_is_the_no_to_sure(name: str) -> None:
    """[CL-05] [11a]"""
    walk = SURE[name]()
    kept_open = []
    for text in _each("goes_on"):
        other = walk.copy()
        replies = other.does(text)
        if other.c.stack or other.c.draft.meant or any(_is_heavy(other, reply) for reply in replies):
            kept_open.append(text)
    assert kept_open == []


def test_a_wish_to_go_on_under_the_read_back_of_erasing_goes_on() -> None:
    """[CL-05] [11a]"""
    for text in _each("goes_on"):
        walk = at("stop, sure?")
        walk.c.draft = replace(walk.c.draft, meant="yes")
        walk.does(text)
        assert (walk.c.state, walk.c.stack) == ("egfr", []), text


@pytest.mark.parametrize("name", OFFERS)
def test_an_answer_to_a_question_of_its_own_agrees_to_nothing(name: str) -> None:
    """[CL-04] [11a] It is not even read back as agreeing."""
    walk = at(name)
    for text in _each("echo"):
        other = walk.copy()
        replies = other.does(text)
        assert (other.c.state, other.c.draft.meant) == (walk.c.state, ""), text
        assert not any(isinstance(reply, Consent) for reply in replies), text


def test_an_answer_to_a_question_of_its_own_is_no_consent_of_whom_somebody_helps() -> None:
    """[CL-04] [11a]"""
    walk = _helped()
    for text in _each("echo"):
        other = walk.copy()
        other.does(text)
        assert (other.c.state, other.c.draft.meant) == ("consent", ""), text


def test_an_answer_to_a_question_of_its_own_opens_no_contact() -> None:
    """[CL-04] [11a]"""
    walk = at("might fit, recruiting")
    for text in _each("echo"):
        other = walk.copy()
        other.does(text)
        assert other.c.state == "result", text


@pytest.mark.parametrize("text", ["keep it", "keep them", "don't erase anything", "no borre nada", "guárdelas"])
def test_to_keep_the_answers_is_the_yes_to_keeping_them(text: str) -> None:  # [11a]
    walk = at("a recheck offered")
    walk.does(text)
    assert walk.c.draft.meant == "yes"


@pytest.mark.parametrize(
    "text",
    ["no, acepto", "no, I agree", "I don't care", "y/n", "eso me pasó", "keep it", "don't erase", "no borre nada"],
)
def test_what_refuses_nothing_does_not_end_the_consent(text: str) -> None:  # [CL-04]
    walk = at("the consent")
    walk.does(text)
    assert walk.c.state == "consent"


@pytest.mark.parametrize("text", ["sí 😂", "yes 🤣", "jaja sí"])
def test_a_laugh_under_a_side_step_answers_no_question_below(text: str) -> None:  # [11a]
    walk = at("share the page?")
    before = dict(walk.c.answers)
    walk.does(text)
    assert (walk.c.stack, dict(walk.c.answers)) == ([StepName.SHARE], before)
