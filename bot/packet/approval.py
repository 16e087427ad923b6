"""The texts of a packet as an approval keeps them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.config.approval import ApprovedText
from bot.packet.texts import PacketText


def approved_texts(texts: Iterable[PacketText]) -> tuple[ApprovedText, ...]:
    """Return the texts as an approval keeps them; the forms of a counting text stand in lines."""
    return tuple(
        ApprovedText(
            id=text.id if isinstance(text.id, str) else text.id[0],
            place=text.place,
            es="\n".join(text.es),
            en="\n".join(text.en),
        )
        for text in texts
    )
