"""What works at any time, in every state, without losing the place: rights, help, language, a person, status."""

from __future__ import annotations

from dialogs.closing import answer_text, answered, is_adult, short
from dialogs.contact import STANDING, call_me
from dialogs.notice import notice_block
from dialogs.opening import about
from dialogs.replies import N_, Block, Button, Consent, Count, Erase, Export, Look, Remind, Screen, TellTeam, Text
from dialogs.turn import Turn, line

LANGUAGES = (Button("es", Text(N_("Español"))), Button("en", Text(N_("English"))))

HELP: tuple[str, ...] = (
    N_("Answer with the buttons, or write. “I don't know” is always fine."),
    N_("/start goes on, or begins. /pause stops for a while. /back goes one step back. /stop ends and erases."),
    N_("/privacy shows how your data is kept. /mydata shows what we have. /delete erases it. /block rests its use."),
    N_("/language changes the language. /accessible turns numbered answers on or off. /status shows your code."),
    N_("/person tells you how to reach a person. /verify tells you who runs this bot."),
)


def side_screen(turn: Turn, name: str) -> Screen | None:
    """The side prompt of that name as it is shown; None where there is none."""
    built = {"language": language_screen, "delete": delete_screen, "frequent": frequent_screen, "person": person_screen}
    built["recheck"] = recheck_screen
    return built[name](turn) if name in built else None


def aside(turn: Turn, name: str, screen: Screen) -> None:
    """Show a side prompt: its buttons answer it, and the open question waits."""
    turn.c.marks = {**turn.c.marks, "side": name}
    turn.show(screen)


def language_screen(turn: Turn) -> Screen:
    """The two languages, each by its own name."""
    return Screen((line(N_("In which language shall we go on?")),), "language", "choice", LANGUAGES)


def language(turn: Turn) -> None:
    """Ask for the language."""
    aside(turn, "language", language_screen(turn))


def privacy(turn: Turn) -> None:
    """The whole notice (CL-17, TG-01)."""
    turn.tell(notice_block(turn.site, turn.c.language, whole=True))


def help_(turn: Turn) -> None:
    """What she can do, and whom to call where it hurts."""
    turn.tell(*(line(text) for text in HELP), *_phone(turn))


def _phone(turn: Turn) -> tuple[Block, ...]:
    phone = turn.site.fact("phone", turn.c.language)
    emergency = line(N_("In an emergency in Chile, call SAMU at 131."), Look.HINT)
    if not phone:
        return (line(N_("No phone of the team is set here yet.")), emergency)
    return (line(N_("A person of the team: {phone}."), phone=phone), emergency)


def person(turn: Turn) -> None:
    """Say how to reach a person."""
    aside(turn, "person", person_screen(turn))


def person_screen(turn: Turn) -> Screen:
    """How to reach a person: the phone in the text, the hours, and a call back where one may be asked for."""
    hours = turn.site.fact("hours", turn.c.language)
    blocks = [line(N_("You can talk to a person of the study team.")), *_phone(turn)]
    if hours:
        blocks.insert(2, line(N_("Hours: {hours}."), hours=hours))
    if not turn.site.staffed_now and turn.site.opens_on:
        blocks.insert(2, line(N_("Nobody is there now. They are there again on {date}."), date=turn.site.opens_on))
    options = [Button("continue", Text(N_("Go on")))]
    if not turn.c.case and turn.c.answers and is_adult(turn.screening(), turn):
        options.insert(0, Button("call_me", Text(N_("Ask to be contacted"))))
    return Screen(tuple(blocks), "person", "choice", tuple(options))


def verify(turn: Turn) -> None:
    """Who runs this, how to check it, and what nobody will ever ask for."""
    names = ("controller", "phone", "committee", "approval")
    facts = {name: turn.site.fact(name, turn.c.language) for name in names}
    unset = Text(N_("not set yet"))
    turn.tell(
        line(N_("Who runs this bot: {controller}."), controller=facts["controller"] or unset),
        line(N_("Ethics committee: {committee}."), committee=facts["committee"] or unset),
        line(N_("Approval: {approval}."), approval=facts["approval"] or unset),
        line(N_("You can check by phone: {phone}."), phone=facts["phone"] or unset),
        line(N_("We never ask for money, passwords, bank data, your RUT or photos.")),
    )


def status(turn: Turn) -> None:
    """Her code and where her case stands."""
    c = turn.c
    if not c.case:
        turn.tell(line(N_("You have sent nothing to the team.")))
        return
    blocks = [line(N_("Your code: {code}."), code=c.code), line(STANDING.get(c.case, STANDING["filed"]))]
    if turn.site.contact_by and c.case == "filed" and c.heading != "interest":
        blocks.append(line(N_("Somebody will write or call by {date}."), date=turn.site.contact_by))
    turn.tell(*blocks)


def my_data(turn: Turn) -> None:
    """Everything that is kept, in words, and as a file (CL-09, CL-13)."""
    c = turn.c
    told = tuple(
        Text(N_("{name}: {plain}."), {"name": short(turn, slot), "plain": answer_text(turn, slot)})
        for slot in answered(turn)
    )
    blocks = [line(N_("This is what we have about you."), Look.STRONG)]
    blocks.append(Block(told) if told else line(N_("No health answers.")))
    if c.case:
        blocks.append(line(N_("You sent it to the study team. Your code: {code}."), code=c.code))
    if c.contact:
        reach = c.contact.get("address") or Text(N_("this chat"))
        blocks.append(line(N_("How to reach you: {contact}."), contact=reach))
    blocks.append(line(N_("It comes from you, in this chat. It serves to see if the study might fit you.")))
    turn.tell(*blocks, notice_block(turn.site, c.language))
    turn.replies.append(Export())


def delete(turn: Turn) -> None:
    """Ask if she is sure."""
    aside(turn, "delete", delete_screen(turn))


def delete_screen(turn: Turn) -> Screen:
    """What goes, what stays and why, and: sure?"""
    blocks = [
        line(N_("Do you want to erase everything?"), Look.STRONG),
        line(N_("We erase your answers, your contact and what waits to be sent.")),
        line(
            N_("We keep a note of your consent: date and text, no health data, no name. The law asks us to prove it.")
        ),
        line(N_("Telegram keeps this chat. You can delete it yourself, in the menu of the chat.")),
    ]
    if turn.c.case:
        blocks.insert(2, line(N_("We tell the team to erase its copy.")))
    options = (Button("yes", Text(N_("Yes, erase everything"))), Button("no", Text(N_("No, keep it"))))
    return Screen(tuple(blocks), "delete", "choice", options)


def erase(turn: Turn) -> None:
    """Withdraw every consent, tell the team, forget, and give a receipt (CL-05, CL-11)."""
    for purpose, given in turn.c.consents.items():
        if given:
            turn.replies.append(Consent(purpose, "withdrawn", ()))
    if turn.c.case:
        turn.replies.append(TellTeam("erase"))
    if turn.c.state not in ("new", "ended", "closed"):
        turn.move("stop")
    turn.replies.append(Count("erased"))
    turn.tell(
        line(N_("Done. We erased your data on {date}."), date=turn.today),
        line(N_("Telegram may still show this chat. To delete it, use the menu of the chat."), Look.HINT),
        line(N_("Nothing changes in your care. If you want to come back one day, write /start."), Look.HINT),
    )
    turn.replies.append(Erase("person"))


def frequent(turn: Turn) -> None:
    """Offer the frequent questions."""
    aside(turn, "frequent", frequent_screen(turn))


def frequent_screen(turn: Turn) -> Screen:
    """The questions that people ask about any trial."""
    options = tuple(Button(q.id, Text(q.question)) for q in turn.study.frequent)
    blocks = (line(N_("What would you like to know?")),)
    return Screen(blocks, "frequent", "choice", (*options, Button("continue", Text(N_("Go on")))))


def accessible(turn: Turn) -> None:
    """Numbered text answers, nothing edited in place; kept for her."""
    turn.c.accessible = not turn.c.accessible
    on = N_("Numbered answers are on. You can answer with the number. We change no message after it is sent.")
    turn.tell(line(on if turn.c.accessible else N_("Numbered answers are off.")))


def block(turn: Turn) -> None:
    """Pause all sending on our own account, and the team's use of what was sent; or end that (CL-12)."""
    c = turn.c
    c.blocked = not c.blocked
    if c.case:
        turn.replies.append(TellTeam("blocked" if c.blocked else "unblocked"))
    if c.blocked:
        turn.tell(
            line(N_("We send you nothing more on our own. The team may not use your data. To end this: /block."))
        )
    else:
        turn.tell(line(N_("The pause is over. We write again only as you agreed.")))


def trial_card(turn: Turn) -> None:
    """What it is about, without losing the place."""
    turn.tell(*about(turn, "about"))


RECHECK = N_("May we keep your answers until that day, so as to look again? Otherwise we only write to you.")


def recheck(turn: Turn) -> None:
    """Ask what may be done on the day from which it can be looked at again."""
    aside(turn, "recheck", recheck_screen(turn))


def recheck_screen(turn: Turn) -> Screen:
    """A message on the day from which it can be looked at again, and apart from it: may the answers be kept?"""
    options = (Button("yes", Text(N_("Yes, keep my answers"))), Button("no", Text(N_("No, only write to me"))))
    return Screen((line(RECHECK),), "recheck", "choice", options)


def _agreed_recheck(turn: Turn, keep: bool) -> None:
    day = turn.screening().earliest
    turn.c.recheck_on = day.isoformat() if day else ""
    label = Text(N_("Write to me on that day"))
    turn.replies.append(Consent("later_recheck", "given", (label,)))
    turn.replies.append(Consent("keep", "given" if keep else "refused", (Text(RECHECK),)))
    turn.c.consents |= {"later_recheck": True, "keep": keep}
    turn.replies.append(Remind("recheck", day))
    if day:
        turn.tell(
            line(N_("We will write to you once, on {date}. The message will say nothing about health."), date=day),
            *turn.text("do_not_stop"),
        )
    if not keep:
        # Only the date stays: nothing of the answers.
        turn.move("start_over")
        turn.c.answers = {}


def press_side(turn: Turn, side: str, value: str) -> bool:
    """A press on a side prompt. True: the open step must be shown again."""
    turn.c.marks.pop("side", None)
    if side == "language":
        turn.c.language = value
    elif side == "delete" and value == "yes":
        erase(turn)
        return False
    elif side == "frequent" and value != "continue":
        found = next(q for q in turn.study.frequent if q.id == value)
        turn.tell(line(found.question, Look.STRONG), *(line(text) for text in found.answer))
        frequent(turn)
        return False
    elif side == "person" and value == "call_me":
        call_me(turn)
        return False
    elif side == "recheck":
        _agreed_recheck(turn, value == "yes")
    return True
