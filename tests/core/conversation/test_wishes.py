"""What people say in plain words to a "sure?", an agreement, an offer and their own answers (study-facts 11)."""

from __future__ import annotations

from dialogs.commands import ChatCommand
from dialogs.conversation.conversation import Channel
from dialogs.conversation.incoming import Ordered
from dialogs.conversation.states import State, StepName
from dialogs.replies import Consent, Erase, Refer, Reply, TellTeam
from tests.core.conversation.places import answers_until, at
from tests.core.conversation.walking import Walk, texts_of

#: A plain yes to "sure?".
SURE = (
    *("sí, estoy segura", "sí quiero", "hágalo no más", "sí, segura", "sí, estoy de acuerdo", "sí, está bien"),
    *(
        "yes I'm sure",
        "yes, all my answers",
        "go ahead",
        "yes, I want that",
        "yes I do",
        "agreed",
        "yes, that is right",
    ),
)
#: A plain no to it.
NOT_SURE = (
    *("no, mejor no", "nada", "no borre nada, me equivoqué", "no, guárdenlo", "olvídelo", "prefiero que no"),
    *("no, both of them stay", "no wait", "never mind", "keep my answers", "no none of it", "I'd rather not"),
)
#: Neither: a condition, another scope, a question, a doubt, an answer to what waits below.
OPEN = (
    *("sí, pero solo la última respuesta", "¿y si borro puedo volver después?", "mmm no sé", "espere 5 minutos", "78"),
    *("si me pagan sí", "mañana le digo", "gracias", "sí, mañana", "no sé si borrar"),
    *("if it also deletes my Telegram, no", "yes but leave my number with them", "hmm", "let me think", "is that all?"),
    *("only if they agree", "yes, tomorrow", "thanks", "I'm not sure", "60 ml/min"),
)
#: Somebody whose answers were sent wants them back.
WITHDRAWS = (
    *("ya no quiero participar", "quiero retirarme", "anúlenlo por favor", "me arrepentí", "sáquenme de la lista"),
    *("no quiero que me contacten", "cancelar", "ya no me interesa, gracias"),
    *(
        "I want to withdraw",
        "please cancel it",
        "take me off the list",
        "I changed my mind",
        "I'm no longer interested",
    ),
    *("I don't want to take part any more", "I'd like to pull out"),
    *("quiero retirar lo que les mandé", "sí, retírenlo", "ya no quiero que el equipo tenga mis datos"),
    *("I want to take back what I sent", "yes, take it back", "I'd like my data back", "actually please pull my info"),
    *("I don't want the team to have my answers any more", "quiero echarme para atrás"),
)
#: And says something else.
STAYS = (
    *("gracias", "chao", "¿puedo retirarme después?", "no me retiren", "sí", "todo"),
    *("thanks", "bye", "can I withdraw later?", "don't cancel it", "ok", "everything", "my doctor wants to withdraw"),
    *("no quiero retirar lo que mandé", "quiero ver lo que mandé", "no quiero que vean mi nombre", "sí, gracias"),
    *("I don't want to take back what I sent", "did they get what I sent?", "yes, thanks", "get my answers"),
)
#: A no where it is asked how to be reached.
NO_CONTACT = (
    *(
        "no",
        "ninguno",
        "no quiero que me llamen",
        "no gracias",
        "pensándolo bien no quiero que me contacten",
        "mejor no",
    ),
    *("prefiero no dar mi número", "cambié de idea"),
    *("nobody", "actually, forget it", "no thanks, I changed my mind", "I'd rather not", "not interested"),
    *("don't call me", "I don't want to be contacted"),
)
#: A yes to what is agreed to, in everyday words: always read back.
AGREES = (
    *(
        "dale no más",
        "ya po, hagámosle",
        "adelante",
        "me parece bien",
        "no tengo problema",
        "encantada",
        "vamos no más",
    ),
    *(
        "go ahead",
        "fire away",
        "no worries, go ahead",
        "sounds good",
        "I'm happy with that",
        "let's do it",
        "by all means",
    ),
)
#: A no to it.
DECLINES = (
    *("no gracias, pero después tal vez", "paso", "nica", "no es para mí", "no me interesa", "muchas gracias pero no"),
    *("no thank you very much", "nah, not for me", "I'll pass", "thanks but no thanks", "not interested"),
)
#: More time is wished.
WAITS = (
    *("déjeme pensarlo", "me da miedo", "tengo que preguntarle a mi marido", "todavía no", "no estoy segura"),
    *("not yet", "let me think about it", "can I think about it?", "I need more time", "I'm a bit scared"),
    *("quizás más adelante", "tal vez después", "más tarde quizás", "quizá otro día"),
    *("maybe later", "perhaps another day", "maybe tomorrow", "not now, maybe later", "maybe next week"),
)


def is_heavy(reply: Reply) -> bool:
    return isinstance(reply, Erase | Refer | TellTeam | Consent)


def said(replies: list[Reply]) -> str:
    return " ".join(texts_of_all(replies))


def texts_of_all(replies: list[Reply]) -> list[str]:
    return [text for reply in replies if hasattr(reply, "screen") for text in texts_of(reply.screen)]


def consent() -> Walk:
    walk = Walk()
    walk.does(Ordered(ChatCommand.START))
    walk.presses("questions", "self")
    return walk


def test_a_plain_yes_to_sure_erases() -> None:  # [CL-05]
    kept = []
    for text in SURE:
        walk = at("erase, sure?")
        if not any(isinstance(reply, Erase) for reply in walk.does(text)):
            kept.append(text)
    assert kept == []


def test_a_plain_no_to_sure_keeps_all_and_says_so() -> None:
    wrong = []
    for text in NOT_SURE:
        walk = at("erase, sure?")
        replies = walk.does(text)
        if any(map(is_heavy, replies)) or walk.c.stack or "We erased nothing" not in said(replies):
            wrong.append(text)
    assert wrong == []


def test_what_is_no_answer_to_sure_leaves_it_open_and_answers_nothing_below() -> None:
    wrong = []
    for place in ("erase, sure?", "erase, guessed", "stop, sure?"):
        for text in OPEN:
            walk = at(place)
            before = (walk.c.state, dict(walk.c.answers), list(walk.c.stack), walk.c.draft.guessed)
            replies = walk.does(text)
            after = (walk.c.state, dict(walk.c.answers), list(walk.c.stack), walk.c.draft.guessed)
            if any(map(is_heavy, replies)) or after != before or walk.c.draft.reading:
                wrong.append((place, text))
    assert wrong == []


def test_a_request_that_was_guessed_takes_no_yes_that_does_not_name_it() -> None:
    wrong = []
    for text in SURE:
        walk = at("erase, guessed")
        replies = walk.does(text)
        if any(map(is_heavy, replies)) or walk.c.stack != [StepName.DELETE] or not walk.c.draft.guessed:
            wrong.append(text)
    assert wrong == []


def test_a_wish_to_withdraw_after_sending_is_asked_about_and_never_done_at_once() -> None:  # [CL-05]
    wrong = []
    for place in ("sent", "on the list without"):
        for text in WITHDRAWS:
            walk = at(place)
            replies = walk.does(text)
            if any(map(is_heavy, replies)) or walk.c.stack != [StepName.DELETE] or not walk.c.draft.guessed:
                wrong.append((place, text))
    assert wrong == []


def test_what_is_no_wish_to_withdraw_leaves_what_was_sent() -> None:
    wrong = []
    for text in STAYS:
        walk = at("sent")
        if any(map(is_heavy, walk.does(text))) or walk.c.stack:
            wrong.append(text)
    assert wrong == []


def test_a_no_where_it_is_asked_how_to_be_reached_sends_nothing_and_presses_nobody() -> None:  # [CL-04]
    wrong = []
    for place in ("the contact, recruiting", "the contact, for the list", "sharing the number"):
        for text in NO_CONTACT:
            walk = at(place)
            replies = walk.does(text)
            if any(map(is_heavy, replies)) or walk.c.state != State.RESULT or "Nothing was sent" not in said(replies):
                wrong.append((place, text))
    assert wrong == []


def test_a_no_to_another_contact_leaves_the_one_that_the_team_has() -> None:
    walk = at("another contact")
    before = walk.c.reached_by
    walk.does("mejor no")
    assert (walk.c.state, walk.c.contact, walk.c.called_from) == (State.SENT, before, "")


def test_a_way_to_be_reached_can_be_changed_in_words() -> None:
    for text in ("mejor por el chat", "no, mejor por el chat", "write to me here"):
        walk = at("sharing the number")
        assert not any(map(is_heavy, walk.does(text))), text
        assert walk.c.draft.meant == "chat", text
        walk.does("sí")
        assert walk.c.contact["channel"] == Channel.CHAT


def test_an_address_is_sent_by_the_yes_to_a_question_that_names_the_sending() -> None:  # [CL-04] [CL-06]
    for text in ("sí", "sí, envíelo", "sí, por favor", "yes, send it", "send it", "yes please"):
        walk = at("a phone read back")
        asked = said(list(walk.said[-1:]))
        assert "Do we send it to the team, with your answers" in asked
        given = [reply for reply in walk.does(text) if isinstance(reply, Consent)]
        assert [consent.texts[0].id for consent in given] == ["Do we send it to the team, with your answers and your "
                                                             "Telegram name?"], text  # fmt: skip


def test_an_address_stays_as_it_was_read_while_its_yes_is_not_said() -> None:
    wrong = []
    texts = (
        "sí pero no lo envíe todavía",
        "ese es mi número",
        "está bien escrito",
        "that's my number",
        "sí, ese es mi número",
        "sí, el número es ese",
        "yes, that's my number",
        "yes it's mine",
        "not yet",
        "ok",
    )
    for text in texts:
        walk = at("a phone read back")
        before = walk.c.draft.reading
        if any(map(is_heavy, walk.does(text))) or walk.c.draft.reading != before:
            wrong.append(text)
    assert wrong == []


def test_an_everyday_yes_to_the_consent_is_read_back_and_never_taken() -> None:  # [CL-04]
    wrong = []
    for text in AGREES:
        walk = consent()
        if any(map(is_heavy, walk.does(text))) or walk.c.draft.meant != "accept":
            wrong.append(text)
    assert wrong == []


def test_an_everyday_no_to_an_agreement_is_a_no() -> None:
    wrong = []
    for text in DECLINES:
        walk, asked = consent(), at("what goes on the list")
        walk.does(text)
        asked.does(text)
        if walk.c.state != State.NEW or asked.c.draft.meant != "no":
            wrong.append(text)
    assert wrong == []


def test_who_wishes_for_time_is_told_that_they_can_take_it() -> None:
    wrong = []
    for text in WAITS:
        for walk in (consent(), at("might fit, recruiting"), at("the contact, recruiting")):
            state = walk.c.state
            replies = walk.does(text)
            if any(map(is_heavy, replies)) or walk.c.state != state or "You can take your time" not in said(replies):
                wrong.append((state, text))
    assert wrong == []


def test_an_answer_that_is_called_wrong_at_the_review_is_asked_again() -> None:  # [AX-18]
    wrong = []
    for text in (
        *(
            "la 2 está mal",
            "cambiar la 2",
            "borre la 2",
            "no, la 2",
            "me equivoqué en la 2",
            "la 2 no está bien, por favor",
        ),
        *(
            "2 is wrong",
            "change 2",
            "delete number 2",
            "no, change 2",
            "I got 2 wrong",
            "number 2 is not right, please",
        ),
    ):
        walk = at("the review")
        if any(map(is_heavy, walk.does(text))) or walk.c.state != "sle":
            wrong.append(text)
    assert wrong == []


def test_a_value_that_stands_behind_it_is_read_there() -> None:
    wrong = []
    for text in (
        *("la 7 está mal, era 2,8 g/g", "la 7 es 2,8 g/g", "7 era 2,8 g/g", "la respuesta 7 debería ser 2,8 g/g"),
        *("la 7 tiene que ser 2,8 g/g", "cambie la 7 a 2,8 g/g"),
        *("7 is wrong, it was 2.8 g/g", "the 7 is 2.8 g/g", "7 should be 2.8 g/g", "number 7 was 2.8 g/g"),
        *("change 7 to 2.8 g/g", "the protein is 2.8 g/g"),
    ):
        walk = at("the review")
        walk.does(text)
        if (walk.c.state, list(walk.c.draft.reading)) != ("upc", ["upc"]):
            wrong.append(text)
    assert wrong == []


def test_an_answer_is_named_by_its_words_and_as_a_number() -> None:
    for text in ("the kidney number is wrong", "the kidney function is wrong", "my kidney value is off"):
        walk = at("the review")
        walk.does(text)
        assert walk.c.state == "egfr", text


def test_what_names_no_answer_of_the_review_opens_none() -> None:
    for text in (
        *("la 99 está mal", "está bien pero lo de la orina no sé", "all good except 99", "casi todo bien"),
        *("all good except one thing", "everything is fine but I have a question", "todo bien menos una"),
        *("7 is fine", "la 7 está bien", "la 7 no es 3, es 2,8 g/g", "7 is not 2.8 g/g", "my name is 7", "99 es 3"),
        *("the biopsy is wrong", "la biopsia está mal", "a " * 2000),
    ):
        walk = at("the review")
        walk.does(text)
        assert walk.c.state == State.REVIEW, text


def test_where_something_is_wrong_and_not_said_what_the_answers_are_shown_to_choose_from() -> None:
    for text in (
        "algo está mal",
        "la biopsia está mal",
        "something is wrong",
        "the biopsy is wrong",
        "all good except one thing",
        "todo bien menos una",
    ):
        walk = at("the review")
        walk.does(text)
        assert "age" in walk.c.offered, text


def test_a_yes_to_the_list_of_answers_goes_on_and_after_sending_it_is_read_back() -> None:
    for text in ("sí", "perfecto", "correcto", "está todo bien", "yes", "perfect", "looks good"):
        walk, correcting = at("the review"), at("correcting")
        walk.does(text)
        assert walk.c.state == State.RESULT, text
        assert not any(map(is_heavy, correcting.does(text))), text
        assert correcting.c.draft.meant == "all_good", text
    walk = at("the review")
    walk.does("no")
    assert "age" in walk.c.offered


def test_a_yes_to_a_side_step_about_rights_is_no_answer_to_the_question_below() -> None:
    for text in ("sí", "yes I'm sure", "no", "sí, retírenlo"):
        walk = answers_until(Walk().begins(), "antibodies")
        walk.does(Ordered(ChatCommand.PERMISSIONS))
        replies = walk.does(text)
        assert not any(map(is_heavy, replies)), text
        assert (walk.c.state, walk.c.draft.reading, "antibodies" in walk.c.answers) == ("antibodies", {}, False), text


def test_i_do_not_know_is_offered_once() -> None:
    for text in ("no idea, both maybe", "no need to ask, it's in my file"):
        walk = answers_until(Walk().begins(), "antibodies")
        walk.does(text)
        labels = [option.label.id for option in walk.screens()[-1].options]
        assert labels.count("I don't know") == 1, text


def test_words_that_only_a_read_back_asks_for_are_answers_elsewhere() -> None:
    for text in ("tengo", "sí tengo"):
        walk = answers_until(Walk().begins(), "sle")
        walk.does(text)
        assert walk.c.answers.get("sle") == "yes" or walk.c.draft.reading == {"sle": "yes"}, text


def test_other_studies_typed_are_shown_where_there_are_any() -> None:
    """As /studies does; where there is one study, nothing is said of others."""
    for text in ("otros estudios", "¿hay otros estudios?", "other studies", "show me other studies", "change study"):
        several, one = at("answers of another study"), at("the review")
        several.does(text)
        one.does(text)
        assert (several.c.stack, one.c.stack) == ([StepName.STUDIES], []), text
