"""Where the study team's group is: named by a setting, moved by the platform (TG-13), never by a message.

A study with a group of its own (`study`) is kept apart under its id; without one it is that of the installation."""

from __future__ import annotations

from bot.store import settings
from bot.store.connection import StoreError
from bot.store.outbox_queue import readdress
from bot.store.tx import Tx

#: Settings rows: the group that TAMIZ_STAFF_CHAT named, and where that group is now.
_NAMED, _CURRENT = "staff_chat_named", "staff_chat"
#: Between the name of a setting and the study whose it is.
_OF = ":"


def staff_chat(tx: Tx, study: str = "") -> int | None:
    """Return the group's id at this moment; None before the first start."""
    current = settings.setting(tx, _of(_CURRENT, study))
    return None if current is None else int(current)


def _of(name: str, study: str) -> str:
    return f"{name}{_OF}{study}" if study else name


def staff_chats(tx: Tx) -> list[int]:
    """Return every group of a team: that of the installation first, then those of single studies."""
    return list(dict.fromkeys(int(value) for _, value in settings.settings_like(tx, _CURRENT, _OF)))


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


def pair_study_chat(tx: Tx, named: int, study: str) -> None:
    """At the start: take the group that a study's own file names; what waits follows where it is another one."""
    if settings.setting(tx, _of(_NAMED, study)) != str(named):
        set_staff_chat(tx, named, study)


def set_staff_chat(tx: Tx, named: int, study: str = "") -> None:
    """Set the team's group, by the word of whoever runs the installation; what waits follows."""
    before = staff_chat(tx, study)
    settings.set_setting(tx, _of(_NAMED, study), str(named))
    settings.set_setting(tx, _of(_CURRENT, study), str(named))
    if before is not None and before != named:
        readdress(tx, before, named)


def move_staff_chat(tx: Tx, old: int, new: int) -> bool:
    """Give the group `old` the id `new`, and let what waits for it follow; False where `old` is no team's."""
    names = [name for name, value in settings.settings_like(tx, _CURRENT, _OF) if int(value) == old]
    if not names or old == new:
        return False
    for name in names:
        settings.set_setting(tx, name, str(new))
    readdress(tx, old, new)
    return True
