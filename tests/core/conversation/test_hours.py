"""When to be called, said in plain words: only an hour that is named is one (study-facts 11)."""

from __future__ import annotations

from tests.core.conversation.places import at

HOURS = {
    "morning": (
        *("in the morning please", "mornings", "10 am", "at 9am please", "at 11 a.m.", "I am free in the mornings"),
        *("en la mañana", "por la mañana", "por las mañanas", "mañanas por favor", "temprano", "a las 10 de la mañana"),
        *("a las 9 am", "9:30 a.m."),
    ),
    "afternoon": (
        *("afternoons", "3pm", "I am free after lunch", "at 4 p.m."),
        *("en la tarde", "a las 4 pm", "a las 3 de la tarde", "en las tardes"),
    ),
    None: (
        *("I am", "yes I am", "I am free", "I am home", "am", "am I free?", "tomorrow", "call me tomorrow"),
        *("tomorrow morning", "not in the morning", "mornings or afternoons", "10"),
        *("llámeme mañana", "llámenme mañana por favor", "hasta mañana", "mañana me acomoda", "mañana por la mañana"),
        *("mañana en la tarde", "no puedo en la mañana", "de mañana"),
    ),
}  # fmt: skip
#: A no to being called, as an answer.
NO = ("no, I am not", "I'm not", "no i do not", "no, no estoy", "no, no quiero")


def test_only_an_hour_that_is_named_is_one() -> None:
    wrong = []
    for hour, texts in HOURS.items():
        for text in texts:
            walk = at("the contact, recruiting")
            walk.does(text)
            if walk.c.contact.get("hours") != hour:
                wrong.append((text, walk.c.contact))
    assert wrong == []


def test_a_no_with_a_verb_is_a_no_to_the_call() -> None:
    heard = {}
    for text in NO:
        walk = at("the contact, recruiting")
        walk.does(text)
        heard[text] = str(walk.c.state)
    assert heard == dict.fromkeys(NO, "result")
