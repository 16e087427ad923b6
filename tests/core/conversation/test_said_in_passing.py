"""What people say on the way: that they begin, want a reminder or to be on the list, or see what is kept (study-facts
11)."""

from __future__ import annotations

import pytest

from dialogs.conversation.incoming import Due
from dialogs.replies import Refer, Reminder, Reply, Say
from dialogs.screens import Screen
from dialogs.study.study import Kind
from tests.core.conversation.places import answers_until, at
from tests.core.conversation.walking import STUDY, Walk, texts_of

BEGINS = {
    "es": (
        "ya, ahora sí, vamos con las preguntas",
        "ahora sí",
        "ah, verdad, veámoslas",
        "ya, vamos con las preguntas",
        "hola, ya tengo los papeles, partamos",
    ),
    "en": ("right, on with the questions", "ok now I'm ready", "on to the questions", "well, let's start"),
}
#: That begins nothing.
BEGINS_NOT = {
    "es": ("ya, ahora no", "ahora no puedo", "ya no", "ando con la guagua en brazos, después lo veo"),
    "en": ("now I'm not ready", "let's see", "not now"),
}
REMINDED = {
    "es": ("ya, recuérdeme cuando toque", "avísenme cuando se pueda", "recuérdenme en su momento"),
    "en": (
        "ok, remind me when it's time",
        "text me when it's due",
        "remind me closer to the time",
        "ok set a reminder",
    ),
}
REMINDED_NOT = {
    "es": ("no me recuerden", "¿me recuerdan cuando toque?", "recuérdeme tomar la pastilla"),
    "en": ("don't remind me", "remind me what a biopsy is"),
}
LISTED = {
    "es": (
        "bueno, anótenme",
        "ya, anótenme",
        "anóteme en la lista",
        "quiero estar en la lista",
        "que me anoten",
        "ya po, inscríbanme",
    ),
    "en": ("ok put me down", "sign me up", "put my name down", "add me to the list"),
}
LISTED_NOT = {
    "es": ("no me anoten", "no, no me anoten", "no quiero estar en la lista", "no, anótenme", "anótenme mañana"),
    "en": ("don't put me on the list", "never sign me up", "should I sign up?"),
}
#: Of a list that is read back or was just told: no other thing, and no change.
NOTHING_ELSE = {
    "es": ("no, eso no más", "no, nada más", "no, solo eso", "nada más"),
    "en": ("no, nothing else", "no, that's all", "nothing else"),
}
TWO = {
    "es": "tengo la presión descontrolada y ando con una infección",
    "en": "my blood pressure is not under control and I have an infection",
}
SHOWN = {
    "es": ("¿qué tienen de mí?", "muéstreme lo que tiene de mí", "quiero ver mis respuestas", "¿qué he respondido?"),
    "en": ("show me what you've got on me so far", "what do you have on me?", "can I see my answers please"),
}
WHO_WRITES = {
    "es": ("¿quién es? ¿de qué preguntas me hablan?", "¿quién me escribe?"),
    "en": ("who's this? what questions?", "who is texting me?"),
}

#: Where they were meanwhile, and where it stopped.
AWAY = {
    "es": ("perdón, estuve en el hospital, ¿en qué íbamos?", "estuve hospitalizada, sigamos", "¿en qué quedamos?"),
    "en": ("sorry, was in hospital, where were we", "I was asleep, what was the question?", "sorry, I've been ill"),
}


def each(said: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    """Each text with its language."""
    return [(language, text) for language, texts in said.items() for text in texts]


def last(replies: list[Reply]) -> Screen:
    """The last message of a turn."""
    return [reply.screen for reply in replies if isinstance(reply, Say)][-1]


def told(replies: list[Reply]) -> set[str]:
    """The ids of every text of a turn."""
    return set().union(*(texts_of(reply.screen) for reply in replies if isinstance(reply, Say)))


def in_language(language: str, place: str) -> Walk:
    """Somebody at this place, who is written to in this language."""
    walk = at(place)
    walk.c.language = language
    return walk


@pytest.mark.parametrize(("language", "text"), each(BEGINS))
def test_whoever_says_that_they_begin_is_asked_who_answers(language: str, text: str) -> None:
    walk = in_language(language, "the card")

    walk.does(text)

    assert walk.c.state == "who"


@pytest.mark.parametrize(("language", "text"), each(BEGINS_NOT))
def test_whoever_puts_it_off_stays_at_the_card(language: str, text: str) -> None:
    walk = in_language(language, "the card")

    walk.does(text)

    assert walk.c.state == "card"
    assert not walk.c.consents


@pytest.mark.parametrize(("language", "text"), each(REMINDED))
def test_a_reminder_asked_for_in_other_words_is_read_back(language: str, text: str) -> None:
    walk = in_language(language, "not now, dated")

    walk.does(text)

    assert walk.c.draft.meant == "recheck"
    assert not walk.c.recheck_on


@pytest.mark.parametrize(("language", "text"), each(REMINDED_NOT))
def test_what_asks_for_no_reminder_leaves_the_result_as_it_is(language: str, text: str) -> None:
    walk = in_language(language, "not now, dated")

    walk.does(text)

    assert (walk.c.state, walk.c.draft.meant, walk.c.recheck_on) == ("result", "", "")


@pytest.mark.parametrize(("language", "text"), each(LISTED))
def test_whoever_wants_to_be_on_the_list_is_asked_how_to_be_reached(language: str, text: str) -> None:
    """[CL-04] Nothing is filed by it."""
    walk = in_language(language, "might fit, not recruiting")

    replies = walk.does(text)

    assert walk.c.state == "contact"
    assert not any(isinstance(reply, Refer) for reply in replies)
    assert not walk.c.consents.get("send")


@pytest.mark.parametrize(("language", "text"), each(LISTED_NOT))
def test_whoever_does_not_want_to_be_on_the_list_is_not_led_there(language: str, text: str) -> None:
    walk = in_language(language, "might fit, not recruiting")

    walk.does(text)

    assert walk.c.state == "result"


@pytest.mark.parametrize(("language", "text"), each(LISTED))
def test_where_no_list_is_offered_the_same_words_lead_nowhere(language: str, text: str) -> None:
    walk = in_language(language, "might fit, no list")

    walk.does(text)

    assert walk.c.state == "result"


@pytest.mark.parametrize(("language", "text"), each(NOTHING_ELSE))
def test_nothing_else_leaves_what_was_read_of_a_list_standing(language: str, text: str) -> None:
    """[study-facts 11j]"""
    walk = answers_until(Walk(language=language).begins(), "conditions")
    walk.does(TWO[language])
    waiting = dict(walk.c.draft.reading)

    walk.does(text)

    assert waiting == {"conditions": ("uncontrolled", "infection")}
    assert walk.c.draft.reading == waiting
    assert "conditions" not in walk.c.answers


@pytest.mark.parametrize(
    ("language", "text"), [("es", "no"), ("en", "no"), ("es", "no, no tengo nada"), ("en", "nothing")]
)
def test_a_no_to_what_was_read_of_a_list_still_takes_it_away(language: str, text: str) -> None:
    walk = answers_until(Walk(language=language).begins(), "conditions")
    walk.does(TWO[language])

    walk.does(text)

    assert walk.c.draft.reading.get("conditions") != ("uncontrolled", "infection")


@pytest.mark.parametrize(("language", "text"), each(NOTHING_ELSE))
def test_nothing_else_at_the_review_shows_it_again_and_asks_for_no_change(language: str, text: str) -> None:
    walk = in_language(language, "the review")

    shown = last(walk.does(text))

    assert (walk.c.state, walk.c.draft.more) == ("review", False)
    assert "Sorry, that was not clear. Please choose one of these." not in texts_of(shown)


@pytest.mark.parametrize(("language", "text"), each(SHOWN))
def test_whoever_asks_what_is_kept_sees_it_and_is_where_they_were(language: str, text: str) -> None:
    """[CL-09]"""
    walk = answers_until(Walk(language=language).begins(), "biopsy_class")
    answers = dict(walk.c.answers)

    replies = walk.does(text)

    assert "This is what we have about you." in told(replies)
    assert last(replies).ask == "biopsy_class"
    assert walk.c.answers == answers


@pytest.mark.parametrize(("language", "text"), each(WHO_WRITES))
def test_whoever_is_written_to_after_weeks_reads_who_it_is(language: str, text: str) -> None:
    walk = in_language(language, "a recheck, date only")
    walk.does(Due(Reminder.RECHECK))

    before = dict(walk.c.consents)

    replies = walk.does(text)

    assert any("Who runs this bot" in text_id for text_id in told(replies))
    assert (walk.c.state, dict(walk.c.consents)) == ("card", before)


def test_a_creatinine_beside_a_missing_filtration_is_read_back_and_kept() -> None:
    """The test that is there is read, in the one question that takes both."""
    assert STUDY.question("egfr").kind is Kind.QUANTITY
    walk = answers_until(Walk(language="es").begins(), "egfr")

    walk.does("no sale la vfg, la creatinina es 1,9 mg/dL", "sí")

    assert "1.9" in str(walk.c.answers["egfr"])


@pytest.mark.parametrize(("language", "text"), each(AWAY))
def test_whoever_comes_back_with_a_word_of_where_they_were_goes_on_there(language: str, text: str) -> None:
    walk = answers_until(Walk(language=language).begins(), "upc")
    answers = dict(walk.c.answers)
    walk.does("pausa" if language == "es" else "pause")

    shown = last(walk.does(text))

    assert "We go on where you were." in texts_of(shown)
    assert (walk.c.state, shown.ask, walk.c.answers) == ("upc", "upc", answers)


@pytest.mark.parametrize(
    ("language", "text"), [("en", "was in hospital, it's 1.2 mg/mg"), ("es", "estuve hospitalizada, 1,2 mg/mg")]
)
def test_a_value_beside_such_a_word_is_read(language: str, text: str) -> None:
    walk = answers_until(Walk(language=language).begins(), "upc")
    walk.does("pausa" if language == "es" else "pause")

    walk.does(text)

    assert "1.2" in str({**walk.c.draft.reading, **walk.c.answers}["upc"])


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        *(("en", text, "Ellie") for text in ("her name's Ellie", "She's called Ellie", "my mum is called Ellie.")),
        *(("es", text, "María José") for text in ("se llama María José", "Su nombre es María José", "María José")),
        *(("en", text, "") for text in ("no", "I'd rather not say", "her name's Ellie and she is at home all day")),
    ],
)
def test_a_first_name_in_a_sentence_is_kept_without_the_sentence(language: str, text: str, name: str) -> None:
    """[RE-04]"""
    walk = in_language(language, "a helper, the first name")

    walk.does(text)

    assert walk.c.contact.get("name", "") == name
