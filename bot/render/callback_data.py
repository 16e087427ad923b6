"""Callback data, both directions: typed when it goes out, strictly parsed when it comes back.

On the wire stand a prompt and a position, or a case's code and an act: no answer, no criterion, nothing about health
(TG-16). Whatever was not written here is an unknown button and reads as None (CB-05).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dialogs.referral.desk_menu import DeskAction
from dialogs.referral.referral import StaffAction
from dialogs.values import member

#: The button of an owner that suspends to information only.
SUSPEND = "s2.suspend"

#: Bytes that the platform takes.
LONGEST = 64

_TAP = re.compile(r"q1\.(0|[1-9][0-9]{0,9})\.(0|[1-9][0-9]?)")
_ACT = re.compile(r"s1\.([A-Z]{2,4}-[2-9A-HJKMNP-Z]{4})\.([a-z_]{2,16})(?:\.(0|[1-9][0-9]{0,8}))?(\.y)?")
#: What is about no case: an action, and up to two numbers of what it is about.
_MENU = re.compile(r"m1\.([a-z_]{2,16})(?:\.(0|[1-9][0-9]{0,8}))?(?:\.(0|[1-9][0-9]{0,3}))?")


@dataclass(frozen=True, slots=True)
class Tap:
    """A button of the patient's chat: which prompt, which position on it."""

    prompt: int
    position: int


@dataclass(frozen=True, slots=True)
class Act:
    """A button of the study team: which case, what to do, which entry of a list where one is chosen, and whether it
    was asked for twice."""

    code: str
    name: StaffAction
    entry: int | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """A button of a member's own chat that is about no case: what to do, and what it is about."""

    name: DeskAction
    first: int | None = None
    second: int | None = None


@dataclass(frozen=True, slots=True)
class Suspend:
    """The button of an owner that suspends to information only."""


def tap_data(prompt: int, position: int) -> str:
    """Return the wire form of a patient's button.

    >>> tap_data(12, 0)
    'q1.12.0'
    """
    return f"q1.{prompt}.{position}"


def act_data(code: str, name: StaffAction, entry: int | None = None, *, sure: bool = False) -> str:
    """Return the wire form of a staff button.

    >>> act_data("REF-7K3Q", StaffAction.NOT_ELIGIBLE, 3)
    's1.REF-7K3Q.not_eligible.3'
    >>> act_data("REF-7K3Q", StaffAction.DECLINED, sure=True)
    's1.REF-7K3Q.declined.y'
    """
    chosen = "" if entry is None else f".{entry}"
    return f"s1.{code}.{name}{chosen}{'.y' if sure else ''}"


def menu_data(value: str) -> str:
    """Return the wire form of a button of a member's own chat, as `pressed` names it.

    >>> menu_data("cases.1.0")
    'm1.cases.1.0'
    """
    return f"m1.{value}"


def read_data(data: str) -> Tap | Act | Menu | Suspend | None:
    """Return what was pressed; None for anything that was never sent.

    >>> read_data("q1.12.0"), read_data("s1.REF-7K3Q.take"), read_data("s1.REF-7K3Q.delete")
    (Tap(prompt=12, position=0), Act(code='REF-7K3Q', name=<StaffAction.TAKE: 'take'>, entry=None, sure=False), None)
    """
    if data == SUSPEND:
        return Suspend()
    if tap := _TAP.fullmatch(data):
        return Tap(int(tap[1]), int(tap[2]))
    if (act := _ACT.fullmatch(data)) and (name := member(StaffAction, act[2])) is not None:
        return Act(act[1], name, int(act[3]) if act[3] else None, sure=act[4] is not None)
    if (menu := _MENU.fullmatch(data)) and (action := member(DeskAction, menu[1])) is not None:
        first, second = (int(entry) if entry else None for entry in menu.groups()[1:])
        return Menu(action, first, second)
    return None
