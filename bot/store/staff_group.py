"""Where the study team's group is: named by a setting, moved by the platform (TG-13), never by a message."""

from __future__ import annotations

from bot.store import settings
from bot.store.connection import StoreError
from bot.store.outbox_queue import readdress
from bot.store.tx import Tx

#: Settings rows: the group that TAMIZ_STAFF_CHAT named, and where that group is now.
_NAMED, _CURRENT = "staff_chat_named", "staff_chat"


def staff_chat(tx: Tx) -> int | None:
    """Return the group's id at this moment; None before the first start."""
    current = settings.setting(tx, _CURRENT)
    return None if current is None else int(current)


def pair_staff_chat(tx: Tx, named: int) -> None:
    """At the start: take the group that the setting names; StoreError where it is another one than before.

    A group that moved keeps its new id while the setting still names the old one."""
    before, current = settings.setting(tx, _NAMED), staff_chat(tx)
    if before is None or current is None:
        set_staff_chat(tx, named)
    elif named not in (int(before), current):
        raise StoreError(
            ["TAMIZ_STAFF_CHAT: not the group that this bot was set up with. Name that one, or run `tamiz staff pair`."]
        )


def set_staff_chat(tx: Tx, named: int) -> None:
    """Set the team's group, by the word of whoever runs the installation; what waits follows."""
    before = staff_chat(tx)
    settings.set_setting(tx, _NAMED, str(named))
    settings.set_setting(tx, _CURRENT, str(named))
    if before is not None and before != named:
        readdress(tx, before, named)


def move_staff_chat(tx: Tx, old: int, new: int) -> bool:
    """Give the group `old` the id `new`, and let what waits for it follow; False where `old` is not the
    team's."""
    if staff_chat(tx) != old or old == new:
        return False
    settings.set_setting(tx, _CURRENT, str(new))
    readdress(tx, old, new)
    return True
