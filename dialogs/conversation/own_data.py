"""The rights to see what is kept, to take it along, and to have its use paused; in every state, before anything was
said and years later.
"""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.conversation.first_name import NAME
from dialogs.conversation.lifetime import held_for
from dialogs.conversation.steps.rights import PURPOSES, is_anything_kept
from dialogs.conversation.texts.answer_texts import answer_text, answered_slots, short_name
from dialogs.conversation.turn import Turn, line
from dialogs.conversation.whose import elsewhere, in_every_study, whose
from dialogs.privacy.notice import notice_block
from dialogs.replies import Export, TeamNews, TellTeam
from dialogs.screening.facts import typed_beside
from dialogs.screens import N_, NP_, Block, Look, Text
from dialogs.study.study import Slot

SERVES = N_("It comes from you, in this chat. We use it to see if the study might be for you.")
OURS = N_("This is what we have about you.")
HELPER_OURS = N_("This is what we have about {person}, and about you, who help.")
HELPER_SERVES = N_("It comes from you, in this chat. We use it to see if the study might be for {person}.")
NOT_BLOCKED = N_("The use of your data is not blocked. To block it: /block.")


def privacy(turn: Turn) -> None:
    """Return the whole notice (CL-17, TG-01)."""
    turn.tell(notice_block(turn.site, turn.c.language, whole=True))


def my_data(turn: Turn) -> None:
    """Everything that is kept, in words, and as a file (CL-09, CL-13)."""
    c = turn.c
    if not is_anything_kept(c):
        turn.tell(line(N_("We have nothing about you here. To begin, write /start.")), *elsewhere(turn))
        return
    told = tuple(line for slot in answered_slots(turn) for line in _answer(turn, slot))
    opening = line(turn.words(OURS, HELPER_OURS), Look.STRONG, person=Text(turn.study.person))
    blocks = [opening, *whose(turn)]
    blocks.append(Block(told) if told else line(N_("No health answers.")))
    if kept := c.reached_by or c.contact:
        reach = kept.get("address") or Text(N_("this chat"))
        blocks.append(line(N_("How to reach you: {contact}."), contact=reach))
    if name := kept.get(NAME):
        blocks.append(line(N_("First name: {name}."), name=name))
    blocks += _own_writing(turn)
    if agreed := tuple(Text(PURPOSES[purpose]) for purpose, given in c.consents.items() if given):
        blocks.append(Block(agreed, heading=Text(N_("You said yes to:"))))
    blocks += _about_it(turn)
    turn.tell(*blocks, turn.receipt(), notice_block(turn.site, c.language))
    turn.replies.append(Export())


def _answer(turn: Turn, slot: Slot) -> Iterator[Text]:
    """Yield an answer in words, and what was typed beside it for the team."""
    yield Text(N_("{name}: {plain}."), {"name": short_name(turn, slot), "plain": answer_text(turn, slot)})
    if words := typed_beside(turn.c.answers, slot.key):
        yield Text(N_("As you typed it: “{words}”"), {"words": words})


def _own_writing(turn: Turn) -> Iterator[Block]:
    """Yield the notes of the person, and the links to their page that are open."""
    if turn.c.notes:
        own = enumerate(turn.c.notes, 1)
        lines = tuple(Text(N_("{number}. {text}"), {"number": n, "text": note.text}) for n, note in own)
        yield Block(lines, heading=Text(N_("Your notes:")))
    if turn.c.links:
        opened = tuple(
            Text(
                N_("Link {number}: works until {last}. Opened so far: {count}."),
                {"number": link.number, "last": link.last_day, "count": link.opened},
            )
            for link in turn.c.links
        )
        yield Block(opened, heading=Text(N_("Your links:")))


def _about_it(turn: Turn) -> tuple[Block, ...]:
    """Origin, purpose, recipients, period, and the logic of the result."""
    c = turn.c
    found = [line(turn.words(SERVES, HELPER_SERVES), person=Text(turn.study.person))]
    if c.referral_state:
        found.append(line(N_("You sent it to the study team. Your code: {code}."), code=c.code))
    else:
        found.append(line(N_("Nobody on the team has it.")))
    found.append(_period(turn))
    found.append(line(N_("A program compares the answers with what the study asks for. A person decides.")))
    found.append(
        line(N_("The file below contains everything. To erase it: /delete. To take a yes back: /permissions."))
    )
    return tuple(found)


def _period(turn: Turn) -> Block:
    held = held_for(turn.study, turn.site, turn.c, turn.today)
    if held is None:
        return line(
            NP_(
                "We keep it {months} month, or until you erase it.",
                "We keep it {months} months, or until you erase it.",
            ),
            months=turn.site.keep_months,
        )
    if not held.days:
        return line(N_("We erase it within an hour, or when you finish."))
    return line(N_("We erase it on {day}, if you do not write before."), day=turn.today + held)


def block(turn: Turn) -> None:
    """Pause all sending on our own account, and the team's use of what was sent, until the person ends it (CL-12)."""
    set_block(turn, blocked=True)
    turn.done(
        *in_every_study(turn),
        line(
            N_(
                "From now on we do not use your data, and we send you nothing. We asked the team not to use it "
                "either. To allow it again: /unblock."
            )
        ),
    )


def unblock(turn: Turn) -> None:
    """End the block. Whoever asks twice to be left alone has not ended it, so that is a command of its own."""
    over = N_("The block is over. We write again only as you agreed.")
    text = over if turn.c.blocked else NOT_BLOCKED
    set_block(turn, blocked=False)
    turn.tell(*in_every_study(turn), line(text))


def set_block(turn: Turn, *, blocked: bool) -> None:
    """Keep whether the use is blocked. The team hears of a change only."""
    c = turn.c
    if c.blocked != blocked and c.referral_state:
        turn.replies.append(TellTeam(TeamNews.BLOCKED if blocked else TeamNews.UNBLOCKED))
    c.blocked = blocked
