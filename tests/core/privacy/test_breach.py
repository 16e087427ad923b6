"""What everybody is told of whom something came into other hands (CL-21)."""

from __future__ import annotations

from dialogs.privacy.breach import breach_message
from dialogs.screens import Block, Text


def test_the_message_says_what_came_out_what_may_follow_what_was_done_and_whom_to_ask() -> None:
    """[CL-21] Each in a paragraph of its own, as it is sent."""
    words = {"data": "your phone.", "effects": "somebody could call you.", "measures": "we changed the keys."}
    message = breach_message(words, "privacy office")
    told = {"contact": "privacy office", **words}
    assert message.blocks == tuple(
        Block((Text(words, told),))
        for words in (
            "Important: data that you gave to this bot may have come into other hands.",
            "Which data: {data}",
            "What may follow: {effects}",
            "What we did: {measures}",
            "To ask us about it: {contact}. To erase your data here: /delete.",
        )
    )
