"""The rights to take a consent back and to have everything erased, in every state.

Each works before anything was said and years later. Nothing here asks for a reason.
"""

from __future__ import annotations

from dialogs.conversation.conversation import Conversation
from dialogs.conversation.draft import Draft
from dialogs.conversation.ending import come_back
from dialogs.conversation.link import Audience
from dialogs.conversation.reminders import REMINDERS, reminder_for
from dialogs.conversation.states import FINAL, State, StepName
from dialogs.conversation.step import Close, Next, Open, Stay
from dialogs.conversation.turn import Turn, line
from dialogs.conversation.whose import kept_elsewhere, other_stays, other_studies_stay, title_of, whom, whose
from dialogs.replies import (
    Consent,
    ConsentAction,
    Count,
    Erase,
    EraseScope,
    FunnelEvent,
    Purpose,
    Remind,
    Reminder,
    TeamNews,
    TellTeam,
    Unshare,
)
from dialogs.screens import N_, Block, Button, Look, Screen, Text
from dialogs.values import member

#: Purpose → what it is called to the person; those of the reminders stand in their rows.
PURPOSES: dict[Purpose, str] = {
    Purpose.ANSWER: N_("answering the questions"),
    Purpose.KEEP: N_("keeping my answers"),
    Purpose.SEND: N_("sending to the team"),
    Purpose.NOTES: N_("keeping my notes"),
    Purpose.SHARE: N_("showing my page by a link"),
    Purpose.TEAM_SHARE: N_("the team showing my doctor"),
    **{row.purpose: row.name for row in REMINDERS.values() if row.purpose is not None and row.name is not None},
}

ALL_STUDIES = N_("We have something of yours in these studies, and erase it in all of them: {studies}.")
ONLY_HERE = N_("Only “{title}”")

ERASED_HERE = N_("Done. We erased your health answers.")
HELPER_ERASED_HERE = N_("Done. We erased the health answers of the person.")
ERASED_THERE = N_(
    "Done. We erased your health answers, here and in what the team sees. We asked it to erase its copies."
)
HELPER_ERASED_THERE = N_(
    "Done. We erased the health answers of the person, here and in what the team sees. We asked it to erase its copies."
)


def is_anything_kept(c: Conversation) -> bool:
    """Is there anything of this person beside the row that this very message made?"""
    return bool(c.referral_state or c.consents or c.state not in (State.NEW, *FINAL))


def delete(turn: Turn) -> Next:
    """Ask if they are sure; where nothing is kept, say so."""
    if is_anything_kept(turn.c) or kept_elsewhere(turn):
        return Open(StepName.DELETE)
    turn.tell(
        line(N_("We have nothing about you here, so there is nothing to erase.")),
        line(N_("If you once agreed to something, we keep a note of that, without a name."), Look.HINT),
    )
    turn.replies.append(Erase(EraseScope.ROW))
    return Stay()


def delete_screen(turn: Turn) -> Screen:
    """Show what goes, what stays and why, and ask: sure?"""
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
    if turn.c.referral_state:
        blocks.insert(2, line(N_("We erase what the team sees here, and ask it to erase its own copies.")))
    blocks = [blocks[0], *_in_studies(turn), *whom(turn), *blocks[1:], *other_stays(turn)]
    options = [Button("yes", Text(N_("Yes, erase everything"))), Button("no", Text(N_("No, keep it")))]
    if kept_elsewhere(turn) and is_anything_kept(turn.c):
        options.insert(1, Button("here", Text(ONLY_HERE, {"title": _titles(turn)[0]})))
    return Screen(tuple(blocks), "delete", "choice", tuple(options))


def _titles(turn: Turn) -> list[str]:
    """Return what the studies are called in which something is kept, this one first."""
    own = [card for card in turn.site.studies if card.id == turn.file.id and is_anything_kept(turn.c)]
    return [title_of(card, turn.c.language) for card in (*own, *kept_elsewhere(turn))]


def _in_studies(turn: Turn) -> tuple[Block, ...]:
    """Say in which studies something would go; nothing where there is one only."""
    if not kept_elsewhere(turn):
        return ()
    titles = _titles(turn)
    return (line(ALL_STUDIES, studies="; ".join(titles)),)


def answer_delete(turn: Turn, button: Button) -> Next:
    """Erase after a yes."""
    if button.value not in ("yes", "here"):
        return Close()
    return erase(turn, everywhere=button.value == "yes")


def erase(turn: Turn, *, everywhere: bool) -> Next:
    """Withdraw every consent, tell the team, forget, and give a receipt (CL-05, CL-11)."""
    c = turn.c
    had_referral = bool(c.referral_state)
    for purpose, given in c.consents.items():
        if given:
            turn.replies.append(Consent(purpose, ConsentAction.WITHDRAWN, delete_screen(turn).blocks))
    if had_referral:
        turn.replies.append(TellTeam(TeamNews.ERASE))
    if c.state not in (State.NEW, *FINAL):
        turn.move("stop")
    turn.replies.append(Count(FunnelEvent.ERASED))
    blocks = [line(N_("Done. We erased your data on {date}."), date=turn.today)]
    if had_referral:
        blocks.append(line(N_("The team cannot see it here any more. We asked it to erase its own copies.")))
    blocks += [
        line(N_("Telegram may still show older messages. To delete them, use the menu of the chat."), Look.HINT),
        come_back(turn),
    ]
    turn.tell(*blocks, *(() if everywhere else other_studies_stay(turn)), *other_stays(turn))
    c.answers, c.contact, c.draft, c.notes, c.links = {}, {}, Draft(), [], []
    turn.replies.append(Erase(EraseScope.PERSON, everywhere=everywhere and bool(turn.site.studies)))
    return Stay()


def permissions(turn: Turn) -> Next:
    """Show what the person agreed to; a press takes one of them back (CL-05)."""
    if any(turn.c.consents.values()):
        return Open(StepName.PERMISSIONS)
    turn.tell(line(N_("You have not said yes to anything here, or you took it back.")))
    return Stay()


def permissions_screen(turn: Turn) -> Screen:
    """Each consent that stands, apart from the others, and how to take it back."""
    given = [purpose for purpose, stands in turn.c.consents.items() if stands]
    blocks = (
        *whose(turn),
        line(N_("You said yes to this. Press one to take it back. You need no reason."), Look.STRONG),
        line(N_("What was done before stays valid. To erase everything: /delete."), Look.HINT),
    )
    options = tuple(
        Button(purpose, Text(N_("Take back: {what}"), {"what": Text(PURPOSES[purpose])})) for purpose in given
    )
    return Screen(blocks, "permissions", "choice", (*options, Button("continue", Text(N_("Go on")))))


def withdraws(_turn: Turn, button: Button) -> bool:
    """Is it a consent that would be taken back?"""
    return member(Purpose, button.value) is not None


def cannot_be_undone(_turn: Turn, button: Button) -> bool:
    """Tell whether taking this back erases at once; the first consent of all has a question of its own."""
    return member(Purpose, button.value) in (Purpose.SEND, Purpose.KEEP, Purpose.NOTES)


def answer_permissions(turn: Turn, button: Button) -> Next:
    """Withdraw one consent, and do what follows from it."""
    c, purpose = turn.c, member(Purpose, button.value)
    if purpose is None:
        return Close()
    if purpose == Purpose.ANSWER:
        # Without it nothing here may be kept or used: that is erasing, and it asks once if they are sure.
        return delete(turn)
    turn.replies.append(Consent(purpose, ConsentAction.WITHDRAWN, permissions_screen(turn).blocks))
    c.consents[purpose] = False
    if (reminder := reminder_for(purpose)) is not None:
        turn.replies.append(Remind(reminder, None))
        c.recheck_on = "" if purpose == Purpose.LATER_RECHECK else c.recheck_on
        turn.done(line(N_("Done. We will not write to you about that.")))
        return Close()
    if purpose == Purpose.SHARE:
        c.links = []
        turn.replies.append(Unshare())
        turn.done(line(N_("Done. No link to your page opens any more.")))
        return Close()
    if purpose == Purpose.TEAM_SHARE:
        turn.replies += [Unshare(link.number) for link in c.links if link.audience is Audience.DOCTOR]
        c.links = [link for link in c.links if link.audience is not Audience.DOCTOR]
        turn.done(line(N_("Done. The team shows it to no doctor any more.")))
        return Close()
    if purpose == Purpose.NOTES:
        c.notes = []
        turn.done(line(N_("Done. We erased your notes.")))
        return Close()
    return _keep_no_answers(turn) if purpose == Purpose.KEEP else _withdraw(turn)


def _keep_no_answers(turn: Turn) -> Next:
    c = turn.c
    c.answers = {}
    if c.referral_state:
        turn.replies.append(TellTeam(TeamNews.CORRECTED))
        turn.done(line(turn.words(ERASED_THERE, HELPER_ERASED_THERE)))
    else:
        turn.move("start_over")
        turn.done(line(turn.words(ERASED_HERE, HELPER_ERASED_HERE)))
    return Close()


def _withdraw(turn: Turn) -> Next:
    """Take back what was sent: the referral ends, its content goes, and so does what was kept for it."""
    c = turn.c
    turn.replies.append(TellTeam(TeamNews.WITHDRAWN))
    turn.replies += [Remind(Reminder.OPENING, None), Remind(Reminder.VISIT, None), Count(FunnelEvent.WITHDRAWN)]
    turn.done(
        line(N_("Done. We took it back. The team cannot see it here any more, and we asked it not to contact you.")),
        come_back(turn),
    )
    # A call back was sent before the end of the questions: they go on. Otherwise all of it was kept for the referral.
    goes_on = c.state not in (State.SENT, State.REVIEW) and not c.has_sent_below
    c.referral_state, c.heading, c.contact, c.status_prompt, c.appointment = "", None, {}, 0, ""
    c.reached_by, c.contact_asked, c.doctor_asked = {}, False, None
    if goes_on:
        return Close()
    turn.move("stop")
    c.answers, c.paused_at, c.called_from = {}, "", ""
    turn.replies.append(Erase(EraseScope.ANSWERS))
    return Stay()
