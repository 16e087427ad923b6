"""What a step of a case depends on, and what it does: the functions that the table of `referral.py` names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TypedDict

from dialogs.conversation.conversation import Channel
from dialogs.machine import Attempt
from dialogs.replies import Heading


class StepFacts(TypedDict, total=False):
    """What a step of the table may look at, beside the referral and the time."""

    #: The member who acts, and the name that colleagues know.
    by: int | None
    name: str
    #: Why the person cannot take part.
    why: str
    #: Does this member own the team?
    owner: bool
    #: Does the study take people now?
    recruiting: bool
    #: So many tries to reach a person are enough.
    enough: int
    #: To whom it is handed over, and that name.
    to: int
    to_name: str
    #: Until when it is on hold, or on which day the next try is due.
    until: date
    #: When the person comes.
    when: datetime
    #: What came of a try to reach the person.
    how: str
    #: Where it stood before the step that is undone.
    back_to: str


def mine(step: Attempt) -> bool:
    """Tell whether the one who acts is the one who took it."""
    return step.model.holder is not None and step.model.holder == step.kwargs.get("by")


def mine_or_owner(step: Attempt) -> bool:
    """Tell whether the one who acts took it, or owns the team."""
    return mine(step) or bool(step.kwargs.get("owner"))


def on_a_list_only(step: Attempt) -> bool:
    """Tell whether it stands on an interest list while the study takes nobody: there is nothing to join."""
    return step.model.heading == Heading.INTEREST and not step.kwargs.get("recruiting")


def paused(step: Attempt) -> bool:
    """Tell whether the person wants it paused."""
    return bool(step.model.paused)


def no_address(step: Attempt) -> bool:
    """Tell whether the person chose the chat: then there is nothing that the team could call or write to itself."""
    return bool(step.model.channel == Channel.CHAT)


def chat_chosen(step: Attempt) -> bool:
    """Tell whether the person chose this chat: only then the team writes here."""
    return bool(step.model.channel == Channel.CHAT)


def reason_given(step: Attempt) -> bool:
    """Tell whether a reason of the short list is named."""
    return bool(step.kwargs.get("reason"))


def hold(step: Attempt) -> None:
    """Let this member hold it; it goes on where it stood."""
    step.model.holder = step.kwargs["by"]
    step.model.holder_name = step.kwargs["name"]
    step.model.taken_at = step.kwargs["now"]
    forget_place(step)


def let_go(step: Attempt) -> None:
    """Let nobody hold it, and keep where it stood: whoever takes it next goes on there."""
    step.model.holder, step.model.holder_name, step.model.taken_at = None, "", None
    keep_place(step)


def keep_place(step: Attempt) -> None:
    """Keep where it stands now: on hold that is known already, and where nothing was done yet there is none."""
    if step.model.state != "on_hold":
        step.model.stood_at = "" if step.model.state == "taken" else step.model.state


def forget_place(step: Attempt) -> None:
    """Forget where it stood: it stands there again, or begins anew."""
    step.model.stood_at = ""


def stood_at(state: str) -> Callable[[Attempt], bool]:
    """Return whether this is where it stood before it was put on hold or given back."""

    def stood_there(step: Attempt) -> bool:
        return bool(step.model.stood_at == state)

    stood_there.__name__ = f"stood_at_{state}"
    return stood_there


def note_reason(step: Attempt) -> None:
    """Keep why."""
    step.model.reason = step.kwargs["reason"]


def forget_end(step: Attempt) -> None:
    """Forget why it ended and until when it was on hold: it does not stand so any more."""
    step.model.reason, step.model.held_until = "", None
    forget_place(step)


def forget_visit(step: Attempt) -> None:
    """Forget the visit: after an end nobody knows whether it still stands."""
    step.model.appointment = None


def forget_undone_visit(step: Attempt) -> None:
    """Forget the visit where it is its own step that is undone."""
    if step.model.state == "scheduled":
        forget_visit(step)


def note_asked(step: Attempt) -> None:
    """Keep when the person was asked for a phone: once a day is enough."""
    step.model.asked_at = step.kwargs["now"]


def tried_often_enough(step: Attempt) -> bool:
    """Tell whether the person was tried as often as the site says."""
    return bool(step.model.tries >= step.kwargs["enough"])


def day_named(step: Attempt) -> bool:
    """Tell whether a day is named."""
    return step.kwargs.get("until") is not None


def colleague_named(step: Attempt) -> bool:
    """Tell whether somebody else is named who may hold it."""
    return step.kwargs.get("to") is not None and step.kwargs["to"] != step.model.holder


def was_before(state: str) -> Callable[[Attempt], bool]:
    """Return whether this is where it stood before the step that is undone."""

    def stood_there(step: Attempt) -> bool:
        return bool(step.kwargs.get("back_to") == state)

    stood_there.__name__ = f"was_{state}"
    return stood_there


def note_try(step: Attempt) -> None:
    """Count a try in vain; when the next one is due is another step."""
    step.model.tries += 1
    step.model.next_try = None


def note_next_try(step: Attempt) -> None:
    """Keep on which day the next try is due."""
    step.model.next_try = step.kwargs["until"]


def forget_tries(step: Attempt) -> None:
    """Forget the tries: the person was reached, or may be reached in another way."""
    step.model.tries, step.model.next_try = 0, None
    forget_place(step)


def note_appointment(step: Attempt) -> None:
    """Keep when the person comes, where it is told."""
    step.model.appointment = step.kwargs.get("when")


def note_hold(step: Attempt) -> None:
    """Keep until when it is on hold, and where it stood."""
    step.model.held_until = step.kwargs["until"]
    keep_place(step)


def end_hold(step: Attempt) -> None:
    """Forget until when it was on hold, and where it stood: there it goes on."""
    step.model.held_until = None
    forget_place(step)


def hand_over(step: Attempt) -> None:
    """Let the one who is named hold it."""
    step.model.holder = step.kwargs["to"]
    step.model.holder_name = step.kwargs.get("to_name", "")
    step.model.taken_at = step.kwargs["now"]
