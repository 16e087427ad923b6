"""No typed text alone gives or takes back a consent, sends, erases, or ends the questions for good."""

from __future__ import annotations

from itertools import count

import pytest

from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Ordered, Typed
from dialogs.conversation.states import FINAL, State, StepName
from dialogs.replies import Consent, ConsentAction, Erase, Refer, Reply, Say, TellTeam
from tests.core.conversation.places import DATED, answers_until, at, everywhere, to_result
from tests.core.conversation.walking import QUESTIONS, Walk, texts_of
from tests.said.phrases import LANGUAGES, phrases

#: What may be meant anywhere: a yes and a no in other words than a button's, a place, a value.
BARE = ("sí", "yes", "ok dale", "ya", "no", "2", "1", "la primera", "el segundo", "acepto?", "17", "no tengo", "nunca")
TEXTS = tuple(dict.fromkeys((*BARE, *(item["text"] for language in LANGUAGES for item in phrases(language)))))
#: At each place another share of the texts, so that all are typed somewhere.
SHARE = 97


def is_heavy(walk: Walk, reply: Reply) -> bool:
    """Does it give or take back a consent, send something, or erase what was there?"""
    match reply:
        case Consent(action=action):
            return action is not ConsentAction.REFUSED
        case Erase():
            return bool(walk.c.answers)
    return isinstance(reply, Refer | TellTeam)


def confirms(walk: Walk) -> bool:
    """Does the open message ask if this is right, or if they are sure?"""
    return "correct" in walk.c.offered or bool({"delete", "stop"} & set(walk.c.stack))


@pytest.mark.whole
def test_no_typed_text_alone_changes_a_consent_sends_erases_or_ends_for_good() -> None:  # [CL-04] [CL-05]
    """Its yes, or the exact words of a button, must follow; those are tested by themselves."""
    shift = count()
    for place, walk in everywhere():
        if confirms(walk) or walk.c.state in (State.NEW, *FINAL):
            continue
        for text in (*BARE, *TEXTS[next(shift) % SHARE :: SHARE]):
            other = walk.copy()
            replies = other.does(Typed(text))
            assert not any(is_heavy(walk, reply) for reply in replies), (place, text)
            if walk.c.state in QUESTIONS:
                assert other.c.state not in (State.RESULT, *FINAL) or not walk.c.answers, (place, text)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("the consent", "They asked me and agree"),
        ("the consent", "they asked me and AGREE."),
        ("the contact, recruiting", "Write to me in this chat"),
        ("erase, sure?", "Yes, erase everything"),
    ],
)
def test_exactly_the_words_of_the_button_are_the_press(place: str, text: str) -> None:
    before, walk = at(place), at(place)
    assert any(is_heavy(before, reply) for reply in walk.does(text)), place
    assert "correct" not in walk.c.offered


def test_a_loose_yes_to_the_consent_is_read_back_and_its_yes_takes_it() -> None:
    walk = at("the consent")
    walk.does("yes")
    assert walk.c.offered[:2] == ["yes", "correct"]
    back = walk.copy()
    back.does("Correct it")
    assert (back.c.state, back.c.offered[0]) == (State.CONSENT, "accept")
    walk.does("yes")
    assert walk.c.state == "age"


def test_a_typed_failure_is_read_back_and_a_press_is_not() -> None:
    walk = answers_until(Walk().begins(), "sle")
    typed, pressed = walk.copy(), walk.copy()
    typed.does("no")
    assert (typed.c.state, typed.c.offered[:2]) == ("sle", ["yes", "correct"])
    typed.does("no")
    assert (typed.c.state, typed.c.draft.reading) == ("sle", {})
    pressed.presses("no")
    assert pressed.c.state == State.RESULT


@pytest.mark.parametrize(
    "text", ["no es correcto", "that's not right", "está mal", "al revés", "no exacto", "nada que ver"]
)
def test_a_read_back_that_is_refused_in_any_words_is_asked_anew(text: str) -> None:
    walk = answers_until(Walk().begins(), "sle")
    walk.does("creo que sí", text)
    assert (walk.c.state, walk.c.draft.reading, walk.c.answers.get("sle")) == ("sle", {}, None)


@pytest.mark.parametrize("place", ["the consent, in other words", "a phone read back", "a read-back of a yes"])
@pytest.mark.parametrize(
    "text", ["yes?", "la 1", "no 1", "1", "maybe", "my daughter says yes", "el doctor cree que sí"]
)
def test_a_read_back_is_no_list_and_takes_no_yes_that_asks_or_is_somebody_elses(place: str, text: str) -> None:
    """[11f] Its two buttons have numbers only where numbered answers were asked for."""
    before, walk = at(place), at(place)
    said = [reply for reply in walk.does(text) if is_heavy(walk, reply)]
    assert (said, walk.c.answers.get("sle"), walk.c.state) == ([], before.c.answers.get("sle"), before.c.state)


@pytest.mark.parametrize("text", ["no sé", "no estoy seguro", "don't", "i dont know", "mejor no"])
@pytest.mark.parametrize("place", ["erase, sure?", "erase, guessed", "stop, sure?"])
def test_a_doubt_at_sure_is_no_answer_to_the_question_below(place: str, text: str) -> None:
    walk = at(place)
    before = dict(walk.c.answers)
    walk.does(text)
    assert walk.c.answers == before


def test_a_guessed_request_erases_nothing_without_the_words_of_the_button() -> None:  # [CL-11]
    walk = at("erase, guessed")
    said = walk.does("sí")
    assert not any(isinstance(reply, Erase) for reply in said)
    assert walk.c.stack == [StepName.DELETE]
    assert any(isinstance(reply, Erase) for reply in walk.does("yes, erase"))


def test_after_the_word_itself_a_bare_yes_erases() -> None:  # [CL-11]
    assert any(isinstance(reply, Erase) for reply in at("erase, sure?").does("sí"))


@pytest.mark.whole
def test_nothing_follows_a_safety_text_but_its_own_button() -> None:
    for place, walk in everywhere():
        if walk.c.state in (State.NEW, *FINAL):
            continue
        said = [reply for reply in walk.does("me tomé todas las pastillas") if isinstance(reply, Say)]
        assert [bool(reply.screen.options) for reply in said] == [False, True], place
        assert walk.c.offered == ["continue"], place


def test_an_answer_beside_danger_is_read_back_after_the_press_and_never_before() -> None:
    walk = at("danger, with an answer")
    assert walk.copy().does("sí")
    assert not walk.c.answers
    walk.presses("continue")
    assert walk.c.offered[:2] == ["yes", "correct"]
    walk.presses("yes")
    assert walk.c.answers == {"age": 34}


def test_danger_behind_a_slash_command_goes_first() -> None:
    walk = at("the review")
    walk.does(Ordered(ChatCommand.DELETE, words="me tomé todas las pastillas"))
    assert walk.c.stack == [StepName.SAFETY]


@pytest.mark.parametrize(("id", "heard"), [("sle", True), ("treatments", True), ("egfr", False), ("age", False)])
def test_a_bare_number_of_a_fever_is_one_where_no_number_is_asked_for(id: str, heard: bool) -> None:
    walk = at(f"the question {id}")
    walk.does("tengo 39,5")
    assert (walk.c.stack == [StepName.SAFETY]) is heard


@pytest.mark.parametrize(
    "text",
    [
        "mucha sangre en el papel cuando me limpio",
        "veo mucha sangre en la orina",
        "boto mucha sangre, el papel dice 20",
        "mucha sangre, examen de embarazo positivo",
        "embarazada, sangre en la orina",
        "a lot of blood on the toilet paper",
        "lost a lot of blood, report says 10",
        "a lot of blood, positive, I feel dizzy and weak",
        "tengo sangre en la orina",
        "blood in my urine",
    ],
)
def test_blood_is_heard_where_a_report_is_asked_for_as_everywhere(text: str) -> None:
    walk = at("the question urinary_sediment")
    walk.does(text)
    assert walk.c.stack == [StepName.SAFETY]


@pytest.mark.parametrize("text", ["hematíes 20-30 por campo", "sangre ++", "20 rbc/hpf, red cell casts"])
def test_what_a_report_counts_is_only_an_answer(text: str) -> None:
    walk = at("the question urinary_sediment")
    walk.does(text)
    assert walk.c.stack == []


@pytest.mark.parametrize(
    "text",
    [
        "gracias", "thanks", "hola", "¿por qué preguntan eso?", "do you pay?", "muchas gracias por todo", "that's kind",
        "jajaja", "cuánto pagan por esto", "¿es gratis el tratamiento?", "can I skip this question?",
        "¿mi doctor se entera?", "who is going to see my answers?", "q es una biopsia?", "what's the ANA?",
        "¿dónde sale eso en el papel?", "¿tengo que dejar la prednisona?", "can I keep taking my meds?",
        "¿eres un robot?", "are you a real person?", "¿cuánto falta?", "can I send a photo?",
    ],
)  # fmt: skip
def test_courtesy_and_questions_of_hers_are_no_misreadings(text: str) -> None:  # [AX-09]
    walk = answers_until(Walk().begins(), "antibodies")
    walk.does(text)
    assert (walk.c.state, walk.c.draft.misread) == ("antibodies", 0)


def test_a_class_of_one_letter_is_no_courtesy() -> None:
    """A text of a letter or two sounds like many things: "II" like "hi"."""
    for language in LANGUAGES:
        for text in ("ii", "II", "v", "V", "iv", "vi", "m", "f", "a", "aaa"):
            walk = answers_until(Walk(language=language).begins(), "biopsy_class")
            walk.does(text)
            assert walk.c.draft.reading or walk.c.answers.get("biopsy_class") or walk.c.draft.misread, (language, text)


@pytest.mark.parametrize(
    ("text", "who"), [("yo", "self"), ("myself", "self"), ("mi mamá", "helper"), ("para mi hermana", "helper")]
)
def test_who_answers_can_be_said_in_everyday_words(text: str, who: str) -> None:
    walk = at("who answers")
    walk.does(text)
    assert (walk.c.state, walk.c.who) == (State.CONSENT, who)


def test_what_was_asked_back_is_answered_in_kind_and_read_back() -> None:
    walk = answers_until(Walk().begins(), "upc")
    walk.does("1,2", "mg/mg")
    assert walk.c.offered[:2] == ["yes", "correct"]


def test_a_date_on_which_the_biopsy_is_too_old_says_so() -> None:
    walk = to_result(Walk(), biopsy=("15/01/2026",), **DATED)
    assert any("too old" in text for shown in walk.screens() for text in texts_of(shown))


def test_a_number_of_the_list_says_nothing_under_its_read_back() -> None:
    walk = answers_until(Walk().begins(), "treatments")
    walk.does("rituximab")
    waiting = walk.c.draft.reading
    walk.does("7")
    assert (walk.c.draft.reading, walk.c.answers.get("treatments")) == (waiting, None)


@pytest.mark.parametrize("text", ["Done", "done"])
def test_done_under_the_read_back_of_treatments_says_that_none_is_missing(text: str) -> None:
    """It was asked for another one; what was read is kept, never "none"."""
    walk = answers_until(Walk().begins(), "treatments")
    walk.does("rituximab")
    waiting = walk.c.draft.reading["treatments"]
    walk.does(text)
    assert walk.c.answers.get("treatments") == waiting
