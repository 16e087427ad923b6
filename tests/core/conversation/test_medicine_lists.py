"""What is typed about medicines: every word is known, asked about or kept as it was typed (study-facts 8)."""

from __future__ import annotations

import pytest

from dialogs.values import Medicine
from tests.core.conversation.places import answers_until, at
from tests.core.conversation.walking import Walk, texts_of

STRANGE = "We did not understand “{words}”. Is it a medicine?"
REST = "We noted {count} medicines. Please type the rest in a new message."


def typed(*texts: str) -> Walk:
    """Somebody who typed these at the treatments."""
    walk = answers_until(Walk().begins(), "treatments")
    walk.does(*texts)
    return walk


def waiting(walk: Walk) -> list[tuple[str, str]]:
    """What is not taken yet: each treatment by its class, and by its name or the person's own words."""
    found = (walk.c.draft.reading or walk.c.draft.noted).get("treatments", ())
    assert isinstance(found, tuple)
    return [(each.group, each.name or each.said) for each in found if isinstance(each, Medicine)]


def says(walk: Walk, text: str) -> bool:
    return text in texts_of(walk.screens()[-1])


@pytest.mark.parametrize("name", ["eculizumab", "golimumab", "voriconazol", "xilofonil", "alemtuzumab"])
def test_any_name_can_be_entered(name: str) -> None:
    walk = typed(name)
    assert [said for _, said in waiting(walk)] == [name]
    assert walk.c.offered[:2] == ["yes", "correct"]


def test_a_treatment_without_a_name_stands_beside_the_one_that_has_one() -> None:
    walk = typed("plaquinol más una inyección que empecé")
    assert waiting(walk) == [("none", "hidroxicloroquina"), ("unrecognised", "una inyección que empecé")]


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("sí", [("anti_b_cell", "rituximab"), ("unrecognised", "Kontrolorio")]),
        ("Yes, it is a medicine", [("anti_b_cell", "rituximab"), ("unrecognised", "Kontrolorio")]),
        ("no sé", [("anti_b_cell", "rituximab"), ("unrecognised", "Kontrolorio")]),
        ("no", [("anti_b_cell", "rituximab")]),
        ("no, azatioprina", [("anti_b_cell", "rituximab"), ("new_immunosuppressant", "azatioprina")]),
        ("no fue nada más", [("anti_b_cell", "rituximab")]),
    ],
)
def test_words_beside_a_name_are_asked_about_as_they_were_typed(said: str, named: list[tuple[str, str]]) -> None:
    walk = typed("rituximab y fui al Kontrolorio")
    assert says(walk, STRANGE)
    assert walk.c.draft.strange == ("Kontrolorio",)
    walk.does(said)
    assert waiting(walk) == named
    assert walk.c.offered[:2] == ["yes", "correct"]


def test_words_without_a_name_are_asked_about_too() -> None:
    walk = typed("me dieron xilofonil en marzo")
    assert says(walk, STRANGE)
    other = walk.copy()
    walk.does("sí")
    assert waiting(walk) == [("unrecognised", "xilofonil")]
    other.does("no")
    assert (other.c.draft.strange, other.c.draft.reading, other.c.offered[0]) == ((), {}, "bolus_methylprednisolone")


def test_the_yes_to_unknown_words_is_no_yes_to_what_was_read() -> None:
    assert "treatments" not in typed("rituximab y fui al Kontrolorio", "sí").c.answers


def test_nothing_of_a_long_list_goes_without_a_word() -> None:
    """[A5] The seventeenth as the first; behind the longest text that is read, the rest is asked for."""
    names = [f"xilofonil{letter * 3}" for letter in "abcdefghijklmnopqrst"]
    assert [said for _, said in waiting(typed(", ".join(names)))] == names
    assert says(at("a list that is too long"), REST)


@pytest.mark.parametrize("text", ["no sé", "zzz qqq xxx www vvv uuu ttt sss", "done?", "7"])
def test_what_was_named_stays_whatever_else_is_typed(text: str) -> None:
    walk = typed("rituximab", text)
    assert walk.c.answers.get("treatments", ()) == ()
    assert waiting(walk) == [("anti_b_cell", "rituximab")] or walk.c.offered[0] == "bolus_methylprednisolone"


def test_an_offer_keeps_what_was_named_and_marked_beside_it() -> None:
    walk = answers_until(Walk().begins(), "treatments")
    walk.presses("ivig")
    walk.does("plaquinol, quimio y TAC")
    walk.presses("offer:0")
    assert {said for _, said in waiting(walk)} >= {"hidroxicloroquina", "ciclofosfamida", "TAC"}
    assert ("ivig", "") in waiting(walk)


@pytest.mark.parametrize("text", ["None of these, it is another", "none of these it is anothr"])
def test_what_is_none_of_the_offers_is_kept_in_the_words_of_the_person(text: str) -> None:
    walk = typed("Quimio", text)
    assert walk.c.answers["treatments"] == (Medicine("unrecognised", "", "Quimio"),)
    assert walk.c.state == "when"


def test_to_want_nothing_of_an_offer_is_not_to_have_had_nothing() -> None:
    walk = typed("Quimio", "ninguno")
    assert waiting(walk) == [("unrecognised", "Quimio")]


def test_a_name_that_only_looked_like_one_we_know_can_be_another() -> None:
    walk = typed("azatioprina y Rituximad")
    assert waiting(walk) == [("new_immunosuppressant", "azatioprina"), ("anti_b_cell", "rituximab")]
    walk.presses("correct")
    walk.does("No, it is another")
    assert waiting(walk) == [("new_immunosuppressant", "azatioprina"), ("unrecognised", "Rituximad")]
