"""`/accesible`: everything by typing, numbers in the text, nothing edited in place, nothing that passes by."""

from __future__ import annotations

import re

import pytest

from tests.shell.front import ANA, EVA, GROUP, Front, buttons
from tests.shell.rights.ways import kept

EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff]")


@pytest.fixture
def plain(front: Front) -> Front:
    """Somebody who wants it accessible, before anything else."""
    front.write(EVA, "/accesible")
    front.write(EVA, "/start")
    return front


def walk(front: Front) -> None:
    """By typing alone, the first number that is offered, as far as the code."""
    for _ in range(60):
        state = (kept(front) or {}).get("state")
        if state == "sent":
            return
        options = (kept(front) or {})["offered"]
        if state == "age":
            front.write(EVA, "34")
        elif "all_good" in options or state == "review":
            front.write(EVA, "All good")
        elif none := next((text for text in front.keys(EVA) if text.startswith("None of these")), ""):
            front.write(EVA, none)
        elif "done" in options:
            front.write(EVA, "1")
        elif "unknown" in options:
            front.write(EVA, "I don't know")
        else:
            front.write(EVA, "1")
    raise AssertionError(front.last(EVA))


def test_everything_is_answered_by_typing_from_the_card_to_the_code(plain: Front) -> None:
    """[AX-01]"""
    walk(plain)
    assert not any(method == "answerCallbackQuery" for method, _ in plain.calls)
    assert "LUP-" in plain.last(EVA)


def test_nothing_is_edited_in_place(plain: Front) -> None:
    """[AX-07] Not the answered questions, and not the state of what was sent."""
    plain.invite(ANA)
    walk(plain)
    before = len(plain.chat(EVA))
    plain.press(ANA, "es:Take", chat=GROUP)
    edits = [payload for method, payload in plain.calls if method.startswith("edit") and payload["chat_id"] == EVA]
    assert edits == []
    assert "someone on the team has it" in plain.last(EVA)
    assert len(plain.chat(EVA)) == before + 1


def test_every_list_of_options_stands_numbered_in_the_text(plain: Front) -> None:
    """[AX-02]"""
    walk(plain)
    listed = [
        (shown["text"], [button["text"] for row in [buttons(shown)] for button in row])
        for (chat, _), shown in sorted(plain.messages.items())
        if chat == EVA and buttons(shown)
    ]
    # Where a number is the answer, the options are words; the review numbers the answers themselves.
    words = ("For example", "with its month", "These are your answers")
    rest = [(text, labels) for text, labels in listed if not any(word in text for word in words)]
    assert len(rest) > 10
    for text, labels in rest:
        assert re.search(rf"^1 {re.escape(labels[0])}", text, re.MULTILINE), text


def test_no_message_has_an_emoji_or_a_drawn_mark(plain: Front) -> None:
    """[AX-04] [AX-03]"""
    walk(plain)
    for (chat, _), shown in plain.messages.items():
        if chat == EVA:
            assert not EMOJI.search(str(shown["text"])), shown["text"]
            assert not any(EMOJI.search(button["text"]) for button in buttons(shown))


def test_what_an_old_button_says_waits_to_be_read(plain: Front) -> None:
    """[AX-07] [TG-26] A dialog, no line that passes by."""
    plain.press(EVA, "Answer the questions")
    plain.press(EVA, "Answer the questions")
    answers = [payload for method, payload in plain.calls if method == "answerCallbackQuery"]
    assert answers[-1]["text"]
    assert answers[-1]["show_alert"] is True


def test_it_stays_on_through_a_pause_and_goes_with_the_same_word(plain: Front) -> None:
    """[AX-08]"""
    plain.write(EVA, "/pause")
    plain.write(EVA, "/start")
    assert (kept(plain) or {})["accessible"] is True
    plain.write(EVA, "/accessible")
    assert (kept(plain) or {})["accessible"] is False
