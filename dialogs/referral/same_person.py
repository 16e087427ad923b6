"""Cases that may be of one person: said to whoever looks, and never put together by the program."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.referral.letters import digits
from dialogs.screens import S_, Block, Look, Screen, Text

#: So many digits at the end are the same phone, with its country before them or not.
_SAME_DIGITS = 8


def same_phone(one: str, other: str) -> bool:
    """Tell whether two addresses are the same phone.

    >>> same_phone("+56 9 8765 4321", "9 8765 4321"), same_phone("eva@example.org", "eva@example.org")
    (True, False)
    """
    ends = [digits(each)[-_SAME_DIGITS:] for each in (one, other)]
    return ends[0] == ends[1] and len(ends[0]) == _SAME_DIGITS


def same_screen(code: str, by_account: Sequence[str], by_phone: Sequence[str]) -> Screen | None:
    """Return which other cases came from the same account or name the same phone; None where none does."""
    lines = []
    if by_account:
        lines.append(Text(S_("The same account also sent: {several}."), {"several": ", ".join(by_account)}))
    if by_phone:
        lines.append(
            Text(S_("The same phone is in: {several}. It may be another person."), {"several": ", ".join(by_phone)})
        )
    if not lines:
        return None
    head = Text(S_("{code}: perhaps sent more than once. Nothing was put together."), {"code": code})
    return Screen((Block((head,), Look.STRONG), Block(tuple(lines))))
