"""Who asks not to be written to: an answer where that or an address is asked, and asked about first elsewhere."""

from __future__ import annotations

import pytest

from dialogs.conversation.conversation import Channel
from dialogs.replies import Consent, ConsentAction, Purpose
from tests.core.conversation.places import answers_until, to_contact, to_result, to_sent
from tests.core.conversation.walking import Walk, site

#: Each with its language.
LEAVE_ALONE = (
    *(("es", text) for text in ("no me escriban", "no me escriba", "ya no me escriban", "dejen de escribirme")),
    *(("es", text) for text in ("no quiero que me escriban", "no me manden mensajes", "bloquear mis datos")),
    *(("en", text) for text in ("don't write to me", "do not write to me", "stop writing to me", "don't text me")),
    *(("en", text) for text in ("stop messaging me", "no more messages", "block my data")),
)


@pytest.mark.parametrize(("language", "text"), LEAVE_ALONE)
def test_words_for_it_are_read_back_at_a_question_and_block_after_a_yes_only(language: str, text: str) -> None:
    """[11b, CL-12]"""
    walk = answers_until(Walk(language=language).begins(), "upc")
    walk.does(text)
    assert (walk.c.blocked, walk.c.draft.meant) == (False, "block")
    refused = walk.copy()
    refused.does("no")
    assert (refused.c.blocked, refused.c.draft.meant) == (False, "")
    walk.does("yes" if language == "en" else "sí")
    assert (walk.c.blocked, walk.c.state) == (True, "upc")


@pytest.mark.parametrize("text", ["/bloquear", "bloquear", "/block", "block"])
def test_the_command_and_its_own_word_block_at_once(text: str) -> None:
    """[CL-12]"""
    walk = answers_until(Walk().begins(), "upc")
    walk.does(text)
    assert walk.c.blocked


@pytest.mark.parametrize("text", ["bloqueador de calcio", "me bloqueo", "¿me escriben?", "escríbanme", "write to me"])
def test_other_words_block_nothing_and_ask_for_no_block(text: str) -> None:
    walk = answers_until(Walk().begins(), "upc")
    walk.does(text)
    assert (walk.c.blocked, walk.c.draft.meant) == (False, "")


@pytest.mark.parametrize(
    ("language", "text"), [("es", "no me escriban"), ("en", "don't write to me"), ("en", "do not write to me")]
)
def test_on_the_list_it_is_the_no_to_being_written_to_when_the_study_opens(language: str, text: str) -> None:
    """[11b]"""
    walk = to_sent(Walk(site=site("not_recruiting"), language=language))
    walk.does(text)
    assert (walk.c.blocked, walk.c.consents[Purpose.LATER_OPENING]) == (False, False)


def test_after_sending_it_is_asked_about() -> None:
    walk = to_sent(Walk())
    walk.does("no me escriban más")
    assert (walk.c.blocked, walk.c.draft.meant) == (False, "block")


@pytest.mark.parametrize("text", ["no me escriban", "don't write to me"])
def test_at_the_contact_another_way_is_asked_for(text: str) -> None:
    walk = to_contact(Walk())
    walk.does(text)
    assert (walk.c.blocked, walk.c.state, walk.c.draft.meant) == (False, "contact", "")


@pytest.mark.parametrize("text", ["no me escriban, llámenme", "llámenme, no me escriban", "don't text me, call me"])
def test_at_the_contact_a_call_instead_is_asked_for_its_number(text: str) -> None:
    walk = to_contact(Walk())
    walk.does(text)
    assert (walk.c.blocked, walk.c.stack, walk.c.contact["channel"]) == (False, [], Channel.PHONE)


@pytest.mark.parametrize("text", ["por teléfono", "a mi celular", "by phone"])
def test_at_the_contact_the_phone_alone_is_asked_for_its_number(text: str) -> None:
    walk = to_contact(Walk())
    walk.does(text)
    assert walk.c.contact["channel"] == Channel.PHONE


def test_an_hour_beside_the_number_is_kept() -> None:
    walk = to_contact(Walk())
    walk.does("912345678 pero en la tarde")
    assert walk.c.contact["hours"] == "afternoon"
    walk.does("sí")
    assert (walk.c.contact["hours"], walk.c.state) == ("afternoon", "sent")


@pytest.mark.parametrize(
    "text", ["my age is 43", "cambiar la 3", "quiero cambiar una respuesta", "the biopsy was in April"]
)
def test_at_the_contact_an_answer_to_change_is_no_phone_number(text: str) -> None:
    walk = to_contact(Walk())
    walk.does(text)
    assert (walk.c.state, dict(walk.c.draft.reading), walk.c.draft.misread) == ("contact", {}, 0)


def test_who_goes_back_before_anything_is_sent_has_agreed_to_nothing() -> None:
    """[CL-04] The contact is gone, and the consent that was given with it."""
    walk = to_contact(Walk(site=site("not_recruiting")))
    walk.presses("chat")
    assert walk.c.consents[Purpose.SEND]
    replies = walk.does("/atras")
    assert (walk.c.state, walk.c.consents[Purpose.SEND], walk.c.contact) == ("result", False, {})
    assert [each.action for each in replies if isinstance(each, Consent)] == [ConsentAction.WITHDRAWN]


@pytest.mark.parametrize("text", ["solo el contacto", "no, solo el contacto", "only my contact"])
def test_only_the_contact_is_no_yes_to_the_answers(text: str) -> None:
    walk = to_contact(Walk(site=site("not_recruiting"))).copy()
    walk.presses("chat")
    walk.does(text)
    walk.does("sí")
    assert (walk.c.state, walk.c.consents[Purpose.KEEP]) == ("sent", False)


def test_at_the_result_it_is_asked_about() -> None:
    walk = to_result(Walk())
    walk.does("no me escriban")
    assert (walk.c.blocked, walk.c.draft.meant) == (False, "block")


@pytest.mark.parametrize("text", ["no me escriban más", "no me escriban", "no more messages"])
@pytest.mark.parametrize("state", ["pregnancy", "conditions"])
def test_the_no_of_it_answers_no_question(state: str, text: str) -> None:
    """[11b, CL-12]"""
    walk = answers_until(Walk(language="en" if text == "no more messages" else "es").begins(), state)
    walk.does(text)
    assert (walk.c.draft.meant, dict(walk.c.draft.reading), state in walk.c.answers) == ("block", {}, False)
