"""An answer belongs to the question that was on the person's screen (IN-06, IN-10, IN-12)."""

from __future__ import annotations

from math import inf

import pytest
from sqlalchemy import select

from bot.store import tables as t
from bot.store.engine import Store
from tests.shell.english import English
from tests.shell.front import EVA, Front
from tests.shell.rights.ways import kept, questions

GENTLY = "before you could see this question"


@pytest.fixture
def front(store: Store) -> Front:
    front = Front(store, English())
    questions(front)
    return front


def answers(front: Front) -> dict[str, object]:
    return dict((kept(front) or {})["answers"])


def at_once(front: Front, *texts: str) -> list[str]:
    """Typed before anything is sent; what is said once it is."""
    with front.held_back():
        for text in texts:
            front.write(EVA, text)
    before = len(front.chat(EVA))
    front.deliver()
    return front.chat(EVA)[before:]


def test_three_texts_in_one_second_answer_one_question(front: Front) -> None:
    """IN-10: one answer, one gentle word; lupus and biopsy are not answered."""
    said = at_once(front, "34", "yes", "no")
    assert list(answers(front)) == ["age"]
    assert sum(GENTLY in text for text in said) == 1
    assert GENTLY in said[-1]
    front.write(EVA, "yes")
    assert list(answers(front)) == ["age", "sle"]


def test_forty_texts_that_waited_get_two_replies(front: Front) -> None:
    """IN-12."""
    said = at_once(front, "34", *["hello"] * 39)
    assert len(said) <= 2
    assert list(answers(front)) == ["age"]


def test_a_text_that_is_older_than_the_questions_message_is_no_answer_to_it(front: Front) -> None:
    """IN-06: it came late; its number says that it was written earlier."""
    late = front.message(EVA)
    front.numbers["message"] += 10_000
    front.write(EVA, "34")
    late["message_id"] = 5
    front.feed({"message": {**late, "text": "yes"}})
    assert list(answers(front)) == ["age"]
    assert GENTLY in front.last(EVA)


def test_whoever_saw_a_first_message_whose_reply_was_lost_has_answered(front: Front) -> None:
    """OUT-01: it is sent once more, and what was typed between the two is no text from before the question."""
    typed = front.message(EVA)
    with front.held_back():
        front.write(EVA, "34")
        store = front.context.store
        (waiting,) = store.read_now(lambda tx: tx.conn.execute(select(t.outbox).where(t.outbox.c.prompt > 0)).all())
    store.doubts.note(waiting.person_id, waiting.prompt, 0.0)
    front.deliver()
    front.feed({"message": {**typed, "message_id": 5, "text": "yes"}})
    assert list(answers(front)) == ["age", "sle"]
    assert not any(GENTLY in text for text in front.chat(EVA))


def test_a_late_answer_to_the_open_question_counts(front: Front) -> None:
    """[TG-20] Hours after it was shown."""
    front.wait(hours=20)
    front.write(EVA, "34")
    assert list(answers(front)) == ["age"]


@pytest.mark.parametrize(("words", "said"), [("my chest hurts and I cannot breathe", "131"), ("/delete", "erase")])
def test_safety_and_rights_do_not_wait_for_the_screen(front: Front, words: str, said: str) -> None:
    assert any(said in text for text in at_once(front, "34", words))


def test_nobody_is_erased_by_a_yes_to_a_question_that_was_not_seen(front: Front) -> None:
    """IN-10: the yes was to something else."""
    at_once(front, "/delete", "yes")
    assert kept(front) is not None


def test_while_a_question_is_on_its_way_the_hour_of_coming_in_decides(front: Front) -> None:
    """IN-10: its number is not filed yet, but a text that came in after its call began may have seen it."""
    with front.held_back():
        front.write(EVA, "34")
        store = front.context.store
        waiting = store.read_now(lambda tx: list(tx.conn.execute(select(t.outbox.c.id)).scalars()))
        store.begun.update(dict.fromkeys(waiting, inf))
        front.write(EVA, "yes")
        assert list(answers(front)) == ["age"], "it came in before the call began"
        store.begun.update(dict.fromkeys(waiting, 0.0))
        front.write(EVA, "yes")
        assert list(answers(front)) == ["age", "sle"]
