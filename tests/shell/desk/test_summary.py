"""The summary in the chat: a message, and a file that is sent by the outbox like everything else."""

from __future__ import annotations

import pytest

from bot.store.engine import Store
from tests.shell.english import English
from tests.shell.front import EVA, Front, finish


@pytest.fixture
def front(store: Store) -> Front:
    return Front(store, English())


def test_the_page_goes_out_as_a_message_and_as_a_file(front: Front) -> None:
    finish(front)
    front.write(EVA, "/summary")
    assert "Summary of my answers" in front.last(EVA)
    assert "NCT03917797" in front.last(EVA)
    front.press(EVA, "As a file to print (PDF)")
    (sent,) = (payload["document"] for method, payload in front.calls if method == "sendDocument")
    assert sent["filename"] == "summary.pdf"
    assert any("Age: " in line for part in sent["paper"]["parts"] for line in part["lines"])


def test_before_any_answer_there_is_no_page(front: Front) -> None:
    front.write(EVA, "/summary")
    assert "nothing to sum up" in front.last(EVA)
