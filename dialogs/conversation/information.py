"""What can be asked at any time and says something: help, who runs this, status, what it is about."""

from __future__ import annotations

from dialogs.conversation.reminders import still_to_come
from dialogs.conversation.states import State
from dialogs.conversation.steps.opening import about_blocks, card_screen
from dialogs.conversation.steps.side_steps import phone_blocks
from dialogs.conversation.texts.referral_status import promise_blocks, status_text
from dialogs.conversation.texts.reprompt import WHERE_TO_LOOK
from dialogs.conversation.turn import Turn, line
from dialogs.conversation.whose import elsewhere
from dialogs.screens import N_, Text

HELP: tuple[str, ...] = (
    N_("Answer with the buttons, or write. “I don't know” is always fine."),
    N_("To change the last answer, write “correction”."),
    N_("/start goes on, or begins. /pause stops for a while. /back goes one step back. /stop ends and erases."),
    N_(
        "/privacy shows how your data is kept. /mydata shows what we have. /delete erases it. /block blocks its use; "
        "/unblock ends that."
    ),
    N_("/permissions shows what you agreed to, and takes a yes back."),
    N_("/language changes the language. /accessible turns accessible mode on or off. /status shows your code."),
    N_("/summary puts the answers on one page, and /share shows it by a link."),
    N_("/notes shows your own notes; reply to any message to make one."),
    N_("/whom is for answering for another person; each stays apart."),
    N_("/person tells you how to talk to someone. /verify tells you who runs this bot."),
    WHERE_TO_LOOK,
)


HELP_STUDIES = N_("/studies shows the studies here, and goes from one to another.")


def help_(turn: Turn) -> None:
    """Say what can be done here, and whom to call where it hurts."""
    studies = (line(HELP_STUDIES),) if turn.site.studies else ()
    turn.tell(*(line(text) for text in HELP), *studies, *phone_blocks(turn))


def verify(turn: Turn) -> None:
    """Say who runs this, how to check it, and what nobody will ever ask for."""
    names = ("controller", "committee", "approval")
    facts = {name: turn.site.fact(name, turn.c.language) for name in names}
    unset = Text(N_("not set yet"))
    turn.tell(
        line(N_("Who runs this bot: {controller}."), controller=facts["controller"] or unset),
        line(N_("Ethics committee: {committee}."), committee=facts["committee"] or unset),
        line(N_("Approval: {approval}."), approval=facts["approval"] or unset),
        line(
            N_("Check it yourself: look up the phone on the institution's own website and ask about study {study}."),
            study=turn.study.id,
        ),
        line(N_("We never ask for money, passwords, bank data, your RUT or photos.")),
    )


def status(turn: Turn) -> None:
    """Say the code, where what was sent stands, and what we will write on our own account."""
    c = turn.c
    blocks = list(still_to_come(turn))
    if not c.referral_state:
        blocks.insert(0, line(N_("You have sent nothing to the team.")))
    elif c.state != State.SENT:  # there the message that is shown again says where it stands
        blocks[:0] = [line(N_("Your code: {code}."), code=c.code), status_text(turn), *promise_blocks(turn)]
    blocks += elsewhere(turn)
    if blocks:
        turn.tell(*blocks)


def accessible(turn: Turn) -> None:
    """Turn numbered text answers on or off; with them nothing is edited in place."""
    turn.c.accessible = not turn.c.accessible
    on = N_("Accessible mode is on. You can answer with the number. We change no message after it is sent.")
    turn.tell(line(on if turn.c.accessible else N_("Accessible mode is off.")))


def trial_card(turn: Turn) -> None:
    """Say the card: status first, then what, who, where and how long."""
    turn.tell(*card_screen(turn).blocks)


def about_it(turn: Turn) -> None:
    """Say what it is about."""
    turn.tell(*about_blocks(turn, "about"))
