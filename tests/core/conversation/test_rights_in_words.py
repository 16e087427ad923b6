"""Ending, withdrawing and going on in words of one's own, where each of them is asked about or stands on a button."""

from __future__ import annotations

import pytest

from dialogs.commands import ChatCommand
from dialogs.conversation.incoming import Ordered
from dialogs.conversation.states import StepName
from dialogs.replies import Erase, Refer, Reply
from tests.core.conversation.places import at, to_sent
from tests.core.conversation.test_wishes import is_heavy
from tests.core.conversation.walking import Walk, texts_of

#: At "stop?": a yes with the order to end, or the words of its button.
ENDS = (
    *("sí, terminar", "sí, termine", "sí, paremos", "yes stop", "yes, stop please", "yes do it"),
    *("stop and erase", "yes, I want to stop", "sí, hasta aquí nomás"),
)
#: The order alone, or that it is not to go on: read back.
ENDS_AFTER_A_YES = (
    *("terminar", "pare", "quiero terminar", "no quiero seguir", "no, no quiero seguir", "no sigamos", "no siga"),
    *("stop", "i don't want to go on", "no, i don't want to go on", "let's not continue", "I'm done"),
)
#: A no to it.
GOES_ON = (
    *("siga", "no, siga", "todavía no", "era broma", "no pare", "no quiero terminar", "mejor no", "sigamos"),
    *("not yet", "just kidding", "I don't want to delete", "don't stop", "no, i want to go on", "let's continue"),
)
#: Neither: it stays, and nothing is done.
STAYS = (
    *("sí, terminé", "ya terminé", "¿terminar?", "terminar mañana", "mi mamá quiere terminar", "sí pero después"),
    *("stop tomorrow", "she wants to stop", "will it stop", "yes stop?", "haha yes stop", "no, stop"),
)
#: At the list of permissions with one in it.
WITHDRAWS = ("retiro", "sí, retirar", "retirar permiso", "withdraw", "take it back", "I want to withdraw", "revoke")
LEAVES = ("no", "déjelo", "no retire nada", "nada", "never mind", "leave it", "don't withdraw", "keep it", "go on")
SAYS_NEITHER = ("lo retiré", "sí", "yes", "no quiero retirar nada", "I did not withdraw", "mi mamá lo retiró")
#: After sending: each wishes to withdraw, and is asked about.
TAKES_BACK = (
    *("ya no me interesa", "no me interesa ya", "me arrepiento de haber mandado", "arrepentida", "saquen mi nombre"),
    *("no quiero participar más", "que no me llamen", "fue un error mandarlo", "lo pensé mejor y no quiero"),
    *(
        "I don't want to participate anymore",
        "take my name off",
        "I shouldn't have sent it",
        "I'd rather not take part",
    ),
    *("I regret sending it", "it was a mistake to send it", "I don't want to be part of it"),
)
STANDS = ("no me arrepiento", "I don't regret it", "me interesa todavía", "I still want to take part", "gracias", "no")
OF_THE_CONTACT = (
    *("cambié de número", "ese no es mi número", "me equivoqué de número", "borrar todo menos el teléfono"),
    *("delete my phone", "wrong number", "that's not my number", "I changed my number to +56987654321"),
)


def erased(replies: list[Reply]) -> bool:
    return any(isinstance(each, Erase) for each in replies)


@pytest.mark.parametrize("text", ENDS)
def test_a_yes_with_the_order_to_end_ends_it(text: str) -> None:
    """[11a]"""
    assert erased(at("stop, sure?").does(text)), text


@pytest.mark.parametrize("text", ENDS_AFTER_A_YES)
def test_the_order_alone_and_a_wish_not_to_go_on_are_read_back(text: str) -> None:
    """[11a] "No, I don't want to go on" is no "no" to "do you want to stop?"."""
    walk = at("stop, sure?")
    assert not erased(walk.does(text)), text
    assert (walk.c.stack, walk.c.draft.meant) == ([StepName.STOP], "yes"), text
    assert erased(walk.does("sí"))


@pytest.mark.parametrize("text", GOES_ON)
def test_a_no_to_the_end_in_other_words_goes_on(text: str) -> None:
    walk = at("stop, sure?")
    assert not erased(walk.does(text)), text
    assert (walk.c.state, walk.c.stack) == ("egfr", []), text


@pytest.mark.parametrize("text", STAYS)
def test_what_is_neither_a_yes_nor_a_no_to_the_end_changes_nothing(text: str) -> None:
    walk = at("stop, sure?")
    assert not erased(walk.does(text)), text
    assert (walk.c.stack, walk.c.draft.meant) == ([StepName.STOP], ""), text


@pytest.mark.parametrize("text", ENDS_AFTER_A_YES)
def test_where_the_end_was_only_guessed_the_words_of_the_button_are_asked_for(text: str) -> None:
    """[11b]"""
    walk = at("stop, sure?")
    walk.does("no", "chao")
    assert not erased(walk.does(text)), text
    assert not erased(walk.does("sí")), text


def permissions() -> Walk:
    walk = at("the question egfr")
    walk.does(Ordered(ChatCommand.PERMISSIONS))
    return walk


@pytest.mark.parametrize("text", WITHDRAWS)
def test_the_only_permission_is_taken_back_in_words_after_a_yes(text: str) -> None:
    """[CL-05]"""
    walk = permissions()
    assert not any(map(is_heavy, walk.does(text))), text
    assert walk.c.draft.meant == "answer", text
    walk.does("sí")
    assert walk.c.stack == [StepName.DELETE]


@pytest.mark.parametrize("text", WITHDRAWS)
def test_of_several_permissions_it_is_asked_which(text: str) -> None:
    """[CL-05]"""
    walk = to_sent(Walk())
    walk.does(Ordered(ChatCommand.PERMISSIONS))
    assert not any(map(is_heavy, walk.does(text))), text
    assert (walk.c.stack, walk.c.draft.meant) == ([StepName.PERMISSIONS], ""), text


@pytest.mark.parametrize("text", LEAVES)
def test_a_no_leaves_the_permissions_as_they_are(text: str) -> None:
    walk = permissions()
    before = dict(walk.c.consents)
    walk.does(text)
    assert (walk.c.state, walk.c.stack, walk.c.consents) == ("egfr", [], before), text


@pytest.mark.parametrize("text", SAYS_NEITHER)
def test_what_says_neither_takes_back_no_permission(text: str) -> None:
    walk = permissions()
    before = dict(walk.c.consents)
    assert not any(map(is_heavy, walk.does(text))), text
    assert (walk.c.consents, walk.c.draft.meant) == (before, ""), text


@pytest.mark.parametrize("text", TAKES_BACK)
def test_after_sending_a_wish_to_withdraw_is_asked_about(text: str) -> None:
    """[CL-05] Nothing of it is done before the button's words."""
    walk = to_sent(Walk())
    assert not any(map(is_heavy, walk.does(text))), text
    assert (walk.c.stack, walk.c.draft.guessed) == ([StepName.DELETE], True), text
    assert not erased(walk.does("sí")), text


@pytest.mark.parametrize("text", STANDS)
def test_after_sending_what_wishes_no_such_thing_opens_nothing(text: str) -> None:
    walk = to_sent(Walk())
    walk.does(text)
    assert (walk.c.state, walk.c.stack) == ("sent", []), text


@pytest.mark.parametrize("text", OF_THE_CONTACT)
def test_after_sending_another_number_is_told_the_ways_that_exist(text: str) -> None:
    walk = to_sent(Walk())
    replies = walk.does(text)
    assert not any(isinstance(each, Erase | Refer) for each in replies), text
    assert any("cannot be changed or erased alone here" in each for each in texts_of(walk.screens()[-1])), text


@pytest.mark.parametrize("text", ["avísenme", "recuérdenme en esa fecha", "remind me after that date", "let me know"])
def test_to_be_reminded_at_the_result_is_read_back_as_the_message_on_that_day(text: str) -> None:
    walk = at("not now, dated")
    walk.does(text)
    assert walk.c.draft.meant == "recheck", text
    assert at("the question egfr").does(text), "elsewhere it says nothing"


@pytest.mark.parametrize("text", ["por qué no", "why", "why not", "por que"])
def test_why_at_the_result_shows_its_reasons(text: str) -> None:
    walk = at("not now, dated")
    walk.does(text)
    assert walk.c.state == "result"
    assert not any("not clear" in each for each in texts_of(walk.screens()[-1])), text


@pytest.mark.parametrize("text", ["que alguien lo revise", "please look", "have someone look at it"])
def test_to_have_it_looked_at_is_the_button_that_says_so(text: str) -> None:
    walk = at("not now, dated")
    walk.does(text)
    assert walk.c.state == "contact", text


@pytest.mark.parametrize("text", ["just me", "only me", "yo no más", "solo yo", "yo sola"])
def test_whoever_answers_alone_answers_for_themselves(text: str) -> None:
    walk = at("who answers")
    walk.does(text)
    assert (walk.c.who, walk.c.state) == ("self", "consent"), text


@pytest.mark.parametrize(
    "text", ["ok let's do it", "sure I guess", "dale nomás", "bueno, dale", "estoy lista", "vamos no más"]
)
def test_who_is_ready_at_the_card_begins(text: str) -> None:
    walk = at("the card")
    walk.does(text)
    assert walk.c.state == "who", text


@pytest.mark.parametrize(
    "text", ["not ready", "no estoy lista", "let's do it tomorrow", "mañana empecemos", "let's not do it"]
)
def test_who_is_not_ready_at_the_card_stays_there(text: str) -> None:
    walk = at("the card")
    walk.does(text)
    assert walk.c.state == "card", text


#: At several permissions: none of them alone, or all.
NOT_ONE = (
    *("el último", "todo", "los dos", "retiro los dos", "ambos", "quiero retirar todo", "me retiro", "retiro todo"),
    *("termine", "sí, termine", "the last one", "both", "all of them", "I'm done", "withdraw both", "take both back"),
)


@pytest.mark.parametrize("text", [*WITHDRAWS, *NOT_ONE])
def test_who_names_no_permission_alone_is_told_how_to_take_one_back_or_erase_all(text: str) -> None:
    """[CL-05] [AX-09] The list neither closes in silence nor only says that it was not clear."""
    walk = to_sent(Walk())
    walk.does(Ordered(ChatCommand.PERMISSIONS))
    before = dict(walk.c.consents)
    replies = walk.does(text)
    assert not any(map(is_heavy, replies)), text
    assert (walk.c.stack, walk.c.draft.meant, walk.c.consents) == ([StepName.PERMISSIONS], "", before), text
    assert any("To take one back, press it." in str(each) for each in replies), text


@pytest.mark.parametrize("text", ["no", "ninguno", "déjelo así", "siga", "neither", "leave it", "go on"])
def test_a_no_at_several_permissions_still_closes_the_list(text: str) -> None:
    """[CL-05]"""
    walk = to_sent(Walk())
    walk.does(Ordered(ChatCommand.PERMISSIONS))
    walk.does(text)
    assert walk.c.stack == [], text


RINGING = ("me llaman", "me están llamando", "perdón, me llaman", "someone is calling me", "my phone is ringing")


@pytest.mark.parametrize("place", ["stop, sure?", "a phone read back", "the question egfr"])
@pytest.mark.parametrize("text", RINGING)
def test_that_somebody_rings_asks_for_no_call(place: str, text: str) -> None:
    """[11f] Nothing is said of a sending; the question stays."""
    walk = at(place)
    before = (walk.c.state, list(walk.c.stack), dict(walk.c.draft.reading))
    replies = walk.does(text)
    assert (walk.c.state, walk.c.stack, walk.c.draft.reading) == before
    assert not any("You have sent nothing" in str(each) for each in replies)


@pytest.mark.parametrize("text", ["¿me llaman?", "cuándo me llaman", "a qué hora me llaman", "when will they call me?"])
def test_who_asks_when_they_are_called_is_told_where_it_stands(text: str) -> None:
    """[11f]"""
    assert any("You have sent nothing" in str(each) for each in at("the question egfr").does(text)), text
