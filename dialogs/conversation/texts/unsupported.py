"""What is said to a photo, a voice message and everything else that is not text: kind, exact, and nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.conversation.turn import line
from dialogs.screens import N_, Block

APOLOGIES: Mapping[str, str] = {
    "photo": N_(
        "This bot cannot see photos, and we did not keep yours. Please write the number or the word from the paper."
    ),
    "document": N_(
        "This bot cannot open files, and we did not keep yours. Please write the number or the word from the paper."
    ),
    "voice": N_(
        "This bot cannot listen to voice messages, and we did not keep yours. Please write it, or use the buttons."
    ),
    "video_note": N_("This bot cannot see videos, and we did not keep yours. Please write it, or use the buttons."),
    "sticker": N_("This bot cannot read stickers. Please write it, or use the buttons."),
    "location": N_("We do not need your location, and we did not keep it."),
    "contact": N_("We do not need a phone number now, and we did not keep it."),
    "poll": N_("This bot cannot read polls. Please write it, or use the buttons."),
    "gift": N_("Thank you, but this bot cannot take gifts. Please write, or use the buttons."),
    "forwarded": N_("This bot does not read forwarded messages. Please write it in your own words."),
}
OTHER = N_("This bot reads only text, and we did not keep what you sent. Please write it, or use the buttons.")

#: Other names for the same things.
ALIKE = {"audio": "voice", "video": "video_note", "animation": "photo", "venue": "location", "dice": "sticker"}


def apology_blocks(what: str) -> tuple[Block, ...]:
    """Return the answer to one kind of thing that is not text."""
    return (line(APOLOGIES.get(ALIKE.get(what, what), OTHER)),)
