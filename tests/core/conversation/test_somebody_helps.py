"""Whoever helps is never spoken to as if the illness were theirs [RE-04] [CL-31]."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pytest

from bot.render.paragraphs import label, plain
from bot.render.texts import Texts
from dialogs.conversation.conversation import Conversation
from dialogs.conversation.incoming import Moved
from dialogs.languages import Language
from dialogs.referral.dossier import dossier
from dialogs.replies import Consent, Heading, Purpose, Refer, Say
from dialogs.screens import Screen
from tests.core.conversation.places import PLACES, answers_until, deed, to_result, to_sent
from tests.core.conversation.walking import STUDY, TODAY, Walk, file_of
from tests.wording.test_texts_reached import ids_in

TEXTS: Final = Texts.load()
#: The steps that are about the person with lupus: what they say must not be said to whoever helps.
ABOUT_THE_PERSON: Final = {question.id for question in STUDY.asked} | {"review", "result", "contact", "send", "recheck"}
#: What may still be said to whoever helps at those steps: it is what they themselves do.
TO_THE_HELPER: Final = {
    "es": r"el nombre en Telegram de usted|solo le escribimos a usted|que usted (?:ayudó|escribió)|hablar con usted"
    r"|solo para usted",
    "en": r"only for you\.|To see your notes"
    r"|Thank you\.|If you answer “Yes”|could not reach you|If you want to talk|Your code: "
    r"|bot also (?:write to|remind) you"
    r"|type your phone|If you can, with|team reach you|wants to talk with you|You can use the buttons"
    r"|You can also write your phone|If you press one|your Telegram name|You can (?:erase|change"
    r"|write your phone)|If you like, write|The team will see that you helped|contact or yours"
    r"|name that you wrote|“I don't know”|what you wrote|if you have it|we only write to you"
    r"|ask for more than you|your phone or e-mail|that you wrote|If you made a mistake, you can",
}
SPOKEN_TO: Final = {
    "es": r"\b(?:usted|ustedes)\b|¿(?:Qué|Cuántos) años tiene",
    "en": r"\b(?:[Yy]ou|[Yy]our|[Yy]ours)\b",
}


def own_texts(raw: Any) -> Iterator[str]:
    """The texts of the study file that have a twin for whoever helps, but the paragraphs that are the same in both."""
    if isinstance(raw, list):
        for each in raw:
            yield from own_texts(each)
    if isinstance(raw, Mapping):
        for key, value in raw.items():
            twin = raw.get(f"{key}_helper")
            if twin is None:
                yield from own_texts(value)
            else:
                pairs = zip([value], [twin], strict=True) if isinstance(value, str) else zip(value, twin, strict=True)
                yield from (own for own, helped in pairs if own != helped)


OWN: Final = set(own_texts(tomllib.loads(file_of("studies", "nct03917797.toml"))))


@pytest.fixture
def helped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody who walks to a place helps."""
    monkeypatch.setattr(Walk, "who", "helper")


def screens_of(walk: Walk) -> list[Screen]:
    return [screen for screen in walk.screens() if screen.ask]


def helped_walks() -> dict[str, Walk]:
    """Whoever has come to a place and helps: at the others nobody has said yet who answers."""
    walks = {place: walk() for place, walk in PLACES.items()}
    found = {place: walk for place, walk in walks.items() if walk.c.who == "helper"}
    assert len(found) > len(walks) / 2, "most places lie behind that question"
    return found


@pytest.mark.whole
@pytest.mark.usefixtures("helped")
def test_no_text_that_speaks_to_the_person_reaches_whoever_helps() -> None:
    for place, walk in helped_walks().items():
        first = next(i for i, said in enumerate(walk.said) if isinstance(said, Say) and said.screen.ask == "consent")
        assert not set(ids_in(walk.said[first:])) & OWN, place


@pytest.mark.whole
@pytest.mark.usefixtures("helped")
@pytest.mark.parametrize("language", Language)
def test_every_question_and_every_screen_about_the_person_is_in_the_third_person(language: str) -> None:
    """[AX-21]"""
    for screen in (screen for walk in helped_walks().values() for screen in screens_of(walk)):
        if str(screen.ask).partition(":")[0] in ABOUT_THE_PERSON:
            said = plain(screen, language, TEXTS) + " ".join(label(each, language, TEXTS) for each in screen.options)
            left = re.sub(TO_THE_HELPER[language], "", said)
            assert not re.search(SPOKEN_TO[language], left), said


@pytest.mark.usefixtures("helped")
@pytest.mark.parametrize("language", Language)
def test_every_question_opens_by_saying_whom_it_is_about(language: str) -> None:
    prefix = {"es": "De la persona con lupus:", "en": "About the person with lupus:"}[language]
    asked = [TEXTS.text(language, question.text, medicine="x") for question in STUDY.for_helper.asked]
    others = [text for text in asked if not text.startswith(prefix)]
    assert len(others) == 1
    assert "esa persona" in others[0] or "that person" in others[0]


def named(walk: Walk, typed: str) -> Conversation:
    to_result(walk).presses("contact")
    walk.does(typed)
    return walk.c


@pytest.mark.usefixtures("helped")
def test_a_first_name_goes_to_the_team_and_its_consent_says_so() -> None:
    walk = Walk()
    assert named(walk, "Ana María").state == "contact"
    walk.presses("chat")
    given = next(said for said in walk.said if isinstance(said, Consent) and said.purpose == Purpose.SEND)
    assert "The team also gets the first name that you wrote." in [text.id for text in given.texts]
    assert "Ana María" not in repr(given)
    assert dossier(STUDY, walk.c, Refer(Heading.REFERRAL), TODAY).contact["name"] == "Ana María"


@pytest.mark.usefixtures("helped")
@pytest.mark.parametrize("typed", ["no", "no sé", "Go on without a name"])
def test_the_first_name_may_be_left_out(typed: str) -> None:
    walk = Walk()
    named(walk, typed)
    walk.presses("chat")
    given = next(said for said in walk.said if isinstance(said, Consent) and said.purpose == Purpose.SEND)
    assert len(given.texts) == 1
    assert "name" not in walk.c.contact


@pytest.mark.usefixtures("helped")
@pytest.mark.parametrize("typed", ["hoy comí pan con palta y tomate", "<b>Ana</b>", "Ana 34"])
def test_what_is_no_first_name_is_not_kept(typed: str) -> None:
    walk = Walk()
    assert "name" not in named(walk, typed).contact
    assert "no_name" in walk.c.offered
    assert "Please write only a first name, or go on without one." in set(ids_in(walk.said))


@pytest.mark.usefixtures("helped")
def test_a_phone_typed_instead_of_a_name_is_read_back_as_a_phone() -> None:
    walk = Walk()
    assert named(walk, "9 8765 4321").draft.reading == {"contact": "+56987654321"}


#: What whoever helps comes to, where no place of the table is → how.
ENDS: Final = {
    "Nothing changes in the care of the person. If you want to come back one day, write /start.": ("terminar", "[yes]"),
    "They did not get that one. And the others? You can also choose “None of these treatments”.": ("no rituximab",),
}


@pytest.mark.usefixtures("helped")
@pytest.mark.parametrize("text", ENDS)
def test_an_end_and_a_misreading_speak_of_the_person(text: str) -> None:
    walk = answers_until(Walk().begins(), "treatments")
    for what in ENDS[text]:
        deed(walk, what)
    assert text in set(ids_in(walk.said))


@pytest.mark.usefixtures("helped")
def test_a_no_to_the_consent_changes_nothing_in_the_care_of_the_person() -> None:
    walk = Walk()
    for what in ("hola", "[questions]", "[helper]", "[decline]"):
        deed(walk, what)
    assert (
        "That is fine. We keep no answer. We only note, without your name, that you said no. Nothing changes in the "
        "care of the person."
    ) in set(ids_in(walk.said))


@pytest.mark.usefixtures("helped")
def test_a_contact_without_an_age_asks_for_the_age_of_the_person() -> None:
    walk = to_result(Walk(), age=("[unknown]", "[unknown]"))
    assert "To make contact we must know the age of the person. You can change that answer." in set(
        ids_in(walk.said[-1])
    )
    walk.presses("end")
    ended = "We erased the answers. Nothing changes in the care of the person. Thank you for your time."
    assert ended in set(ids_in(walk.said))


@pytest.mark.usefixtures("helped")
def test_the_status_tells_of_an_appointment_of_the_person_and_of_a_second_look() -> None:
    walk = to_sent(Walk())
    walk.does(Moved("scheduled"))
    assert "Status: the person has an appointment with the team." in set(ids_in(walk.said[-1]))
    looked_at = answers_until(Walk().begins(), "result", sle=("[no]",))
    for what in ("[contact]", "[chat]"):
        deed(looked_at, what)
    assert "Sent. We asked someone on the team to look at the result. Your code: {code}." in set(ids_in(looked_at.said))


def test_nobody_is_asked_for_the_name_of_the_person_who_answers_for_themselves() -> None:
    walk = to_result(Walk())
    walk.presses("contact")
    assert "no_name" not in walk.c.offered


def test_who_answers_next_on_the_same_account_begins_with_nothing_of_the_one_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A daughter answers for her mother, and then for herself (RE-04)."""
    monkeypatch.setattr(Walk, "who", "helper")
    walk = to_result(Walk())
    walk.c.consents[Purpose.KEEP] = True
    walk.presses("end")
    before = dict(walk.c.consents)
    monkeypatch.setattr(Walk, "who", "self")
    walk.c.consents = before  # as the record of the account gives them back
    walk.begins()
    assert walk.c.who == "self"
    assert walk.c.consents == {Purpose.ANSWER: True}
    assert (walk.c.answers, walk.c.contact) == ({}, {})
    assert not set(ids_in(walk.said[-1])) & set(ids_in(STUDY.for_helper.question("age").text))
    answers_until(walk, "review")
    assert not any("about the person" in text for text in ids_in(walk.said[-1]))
