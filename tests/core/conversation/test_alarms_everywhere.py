"""study-facts 10: signs of danger are heard in every text that she writes, wherever it stands."""

import pytest

from dialogs.conversation.incoming import Edited, Incoming, Unreadable
from dialogs.replies import Say
from tests.core.conversation.walking import Walk


@pytest.mark.parametrize(
    "incoming",
    [
        Unreadable("photo", "no puedo respirar"),
        Unreadable("forwarded", "no puedo respirar"),
        Edited("no puedo respirar"),
    ],
)
def test_danger_under_a_picture_in_a_forward_or_in_an_edit_is_answered_first(incoming: Incoming) -> None:
    walk = Walk()
    replies = walk.does(incoming)
    assert isinstance(replies[0], Say)
    assert replies[0].urgent
