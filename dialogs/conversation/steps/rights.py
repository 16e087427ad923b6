"""Her rights over her data, in every state: to see it, to take it with her, to let it rest, to take a consent back, to
erase it all.

Each works before anything was said and years later. Nothing here asks for a reason.
"""

from __future__ import annotations

from dialogs.conversation.conversation import Conversation
from dialogs.conversation.lifetime import held_for
from dialogs.conversation.reminders import REMINDERS, reminder_for
from dialogs.conversation.states import FINAL, State
from dialogs.conversation.steps.result import answer_text, answered, short
from dialogs.conversation.turn import Turn, line
from dialogs.privacy.notice import notice_block
from dialogs.replies import (
    Consent,
    ConsentAction,
    Count,
    Erase,
    EraseScope,
    Export,
    FunnelEvent,
    Purpose,
    Remind,
    Reminder,
    TeamNews,
    TellTeam,
)
from dialogs.screens import N_, Block, Button, Look, Screen, Text

#: Purpose → what it is called to her; those of the reminders stand in their rows.
PURPOSES: dict[Purpose, str] = {
    Purpose.ANSWER: N_("Answering the questions"),
    Purpose.KEEP: N_("Keeping my answers"),
    Purpose.SEND: N_("Sending to the team"),
    **{row.purpose: row.name for row in REMINDERS.values() if row.purpose is not None and row.name is not None},
}


def privacy(turn: Turn) -> None:
    """The whole notice (CL-17, TG-01)."""
    turn.tell(notice_block(turn.site, turn.c.language, whole=True))


def is_anything_kept(c: Conversation) -> bool:
    """Is there anything of hers beside the row that this very message made?"""
    return bool(c.case or c.consents or c.state not in (State.NEW, *FINAL))


def my_data(turn: Turn) -> None:
    """Everything that is kept, in words, and as a file (CL-09, CL-13)."""
    c = turn.c
    if not is_anything_kept(c):
        turn.tell(line(N_("We have nothing about you here. To begin, write /start.")))
        return
    told = tuple(
        Text(N_("{name}: {plain}."), {"name": short(turn, slot), "plain": answer_text(turn, slot)})
        for slot in answered(turn)
    )
    blocks = [line(N_("This is what we have about you."), Look.STRONG)]
    blocks.append(Block(told) if told else line(N_("No health answers.")))
    if kept := c.reached_by or c.contact:
        reach = kept.get("address") or Text(N_("this chat"))
        blocks.append(line(N_("How to reach you: {contact}."), contact=reach))
    if agreed := tuple(Text(PURPOSES[purpose]) for purpose, given in c.consents.items() if given):
        blocks.append(Block(agreed, heading=Text(N_("You said yes to:"))))
    blocks += _about_it(turn)
    turn.tell(*blocks, notice_block(turn.site, c.language))
    turn.replies.append(Export())


def _about_it(turn: Turn) -> tuple[Block, ...]:
    """Origin, purpose, recipients, period, and the logic of the result."""
    c = turn.c
    found = [line(N_("It comes from you, in this chat. It serves to see if the study might fit you."))]
    if c.case:
        found.append(line(N_("You sent it to the study team. Your code: {code}."), code=c.code))
    else:
        found.append(line(N_("Nobody of the team has it.")))
    found.append(_period(turn))
    found.append(line(N_("A program compares your answers with what the study asks for. A person decides.")))
    found.append(line(N_("The file below has all of it. To erase it: /delete. To take a yes back: /permissions.")))
    return tuple(found)


def _period(turn: Turn) -> Block:
    held = held_for(turn.study, turn.site, turn.c, turn.today)
    if held is None:
        return line(N_("We keep it {months} months, or until you erase it."), months=turn.site.keep_months)
    if not held.days:
        return line(N_("We erase it in an hour, or when you end."))
    return line(N_("We erase it on {day}, if you do not write before."), day=turn.today + held)


def delete(turn: Turn) -> None:
    """Ask if she is sure; where nothing is kept, say so."""
    if is_anything_kept(turn.c):
        turn.aside("delete", delete_screen(turn))
        return
    turn.tell(
        line(N_("We have nothing about you here, so there is nothing to erase.")),
        line(N_("If you once agreed to something, we keep a note of that, without a name."), Look.HINT),
    )
    turn.replies.append(Erase(EraseScope.ROW))


def delete_screen(turn: Turn) -> Screen:
    """What goes, what stays and why, and: sure?"""
    blocks = [
        line(N_("Do you want to erase everything?"), Look.STRONG),
        line(N_("We erase your answers, your contact and what waits to be sent.")),
        line(
            N_("We keep a note of your consent: date and text, no health data, no name. The law asks us to prove it.")
        ),
        line(
            N_(
                "We delete the messages of the last 48 hours in this chat. Telegram keeps the older ones. "
                "You can delete the whole chat yourself, in its menu."
            )
        ),
    ]
    if turn.c.case:
        blocks.insert(2, line(N_("We erase what the team sees here, and ask it to erase its own copies.")))
    options = (Button("yes", Text(N_("Yes, erase everything"))), Button("no", Text(N_("No, keep it"))))
    return Screen(tuple(blocks), "delete", "choice", options)


def erase(turn: Turn) -> None:
    """Withdraw every consent, tell the team, forget, and give a receipt (CL-05, CL-11)."""
    c = turn.c
    had_case = bool(c.case)
    for purpose, given in c.consents.items():
        if given:
            turn.replies.append(Consent(purpose, ConsentAction.WITHDRAWN, said(delete_screen(turn))))
    if had_case:
        turn.replies.append(TellTeam(TeamNews.ERASE))
    if c.state not in (State.NEW, *FINAL):
        turn.move("stop")
    turn.replies.append(Count(FunnelEvent.ERASED))
    blocks = [line(N_("Done. We erased your data on {date}."), date=turn.today)]
    if had_case:
        blocks.append(line(N_("The team cannot see it here any more. We asked it to erase its own copies.")))
    blocks += [
        line(N_("Telegram may still show older messages. To delete them, use the menu of the chat."), Look.HINT),
        line(N_("Nothing changes in your care. If you want to come back one day, write /start."), Look.HINT),
    ]
    turn.tell(*blocks)
    c.answers, c.contact, c.pending = {}, {}, {}
    turn.replies.append(Erase(EraseScope.PERSON))


def block(turn: Turn) -> None:
    """Pause all sending on our own account, and the team's use of what was sent; or end that (CL-12)."""
    c = turn.c
    c.blocked = not c.blocked
    if c.case:
        turn.replies.append(TellTeam(TeamNews.BLOCKED if c.blocked else TeamNews.UNBLOCKED))
    if c.blocked:
        turn.tell(line(N_("We send you nothing more on our own. The team may not use your data. To end this: /block.")))
    else:
        turn.tell(line(N_("The pause is over. We write again only as you agreed.")))


def permissions(turn: Turn) -> None:
    """Show what she agreed to; a press takes one of them back (CL-05)."""
    if any(turn.c.consents.values()):
        turn.aside("permissions", permissions_screen(turn))
    else:
        turn.tell(line(N_("You have not said yes to anything here, or you took it back.")))


def permissions_screen(turn: Turn) -> Screen:
    """Each consent that stands, apart from the others, and how to take it back."""
    given = [purpose for purpose, stands in turn.c.consents.items() if stands]
    blocks = (
        line(N_("You said yes to this. Press one to take it back. You need no reason."), Look.STRONG),
        line(N_("What was done before stays done. To erase everything: /delete."), Look.HINT),
    )
    options = tuple(Button(purpose, Text(PURPOSES[purpose])) for purpose in given)
    return Screen(blocks, "permissions", "choice", (*options, Button("continue", Text(N_("Go on")))))


def take_back(turn: Turn, purpose: Purpose) -> bool:
    """Withdraw one consent, and do what follows from it. True: the open step must be shown again."""
    c = turn.c
    if purpose == Purpose.ANSWER:
        # Without it nothing here may be kept or used: that is erasing, and it asks once if she is sure.
        delete(turn)
        return False
    turn.replies.append(Consent(purpose, ConsentAction.WITHDRAWN, said(permissions_screen(turn))))
    c.consents[purpose] = False
    if (reminder := reminder_for(purpose)) is not None:
        turn.replies.append(Remind(reminder, None))
        c.recheck_on = "" if purpose == Purpose.LATER_RECHECK else c.recheck_on
        turn.tell(line(N_("Done. We will not write to you about that.")))
    elif purpose == Purpose.KEEP:
        _keep_no_answers(turn)
    else:
        return _withdraw(turn)
    return True


def _keep_no_answers(turn: Turn) -> None:
    c = turn.c
    c.answers = {}
    if c.case:
        turn.replies.append(TellTeam(TeamNews.CORRECTED))
        turn.tell(line(N_("Done. We erased your health answers, here and at the team.")))
    else:
        turn.move("start_over")
        turn.tell(line(N_("Done. We erased your health answers.")))


def _withdraw(turn: Turn) -> bool:
    """What she sent comes back: the case ends, its content goes, and so does what was kept for it."""
    c = turn.c
    turn.replies.append(TellTeam(TeamNews.WITHDRAWN))
    turn.replies += [Remind(Reminder.OPENING, None), Count(FunnelEvent.WITHDRAWN)]
    turn.tell(
        line(N_("Done. We took it back. The team cannot see it here any more, and will not contact you.")),
        line(N_("Nothing changes in your care. If you want to come back one day, write /start."), Look.HINT),
    )
    # A call back was sent before the end of the questions: they go on. Otherwise all of it was kept for the case.
    goes_on = c.state not in (State.SENT, State.REVIEW) and c.back_to != State.SENT
    c.case, c.heading, c.contact, c.status_prompt = "", None, {}, 0
    c.reached_by, c.contact_asked = {}, False
    if not goes_on:
        turn.move("stop")
        c.answers = {}
        turn.replies.append(Erase(EraseScope.ANSWERS))
    return goes_on


def said(screen: Screen) -> tuple[Text, ...]:
    """The texts of a screen: what a consent, or its withdrawal, was an answer to."""
    return tuple(text for block in screen.blocks for text in block.lines)
