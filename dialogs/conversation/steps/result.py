"""The result: outcome, reasons, what is offered with it, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dialogs.conversation.draft import Draft
from dialogs.conversation.ending import notes_stay
from dialogs.conversation.judged import judged_again
from dialogs.conversation.states import StepName
from dialogs.conversation.step import Next, Open, Reread, Show, ShowInstead, Stay
from dialogs.conversation.texts.criterion_lines import why_blocks
from dialogs.conversation.texts.offer import heading_of, heading_of_result, is_adult
from dialogs.conversation.turn import BACK, LANGUAGE_BUTTON, PERSON, Turn, line, lines
from dialogs.conversation.typed.button_matching import is_press, labelled
from dialogs.conversation.typed.taken_back import says_wrong, told_of_an_answer
from dialogs.conversation.typed.wishes import says_only
from dialogs.replies import Consent, ConsentAction, Heading, Purpose, Remind, Reminder
from dialogs.screening.screening import Outcome, Screening, screen
from dialogs.screens import N_, Block, Button, Look, Screen, Text
from dialogs.site import Recruitment
from dialogs.study.rules import Truth, VerdictNote

ENDED = N_("We erased your answers. Nothing changes in your care. Thank you for your time.")
HELPER_ENDED = N_("We erased the answers. Nothing changes in the care of the person. Thank you for your time.")
#: Whatever the result is; those that are not shown at once stand behind "more", and can be typed.
ALWAYS = (
    Button("why", Text(N_("Why this result?"))),
    Button("change", Text(N_("Change an answer"))),
    Button("summary", Text(N_("My answers on one page"))),
    Button("notes", Text(N_("My notes"))),
    Button("end", Text(N_("End here"))),
)
MORE = Button("more", Text(N_("More")))
WHAT_NOW = N_("Please choose what comes next.")
MOST_BUTTONS = 4
#: Stand behind "more" where there are too many, in this order: whoever is to be contacted is looked at anyway.
LATER = ("end", "review")
AGE_NEEDED = N_("To be contacted we must know your age. You can change that answer.")
HELPER_AGE_NEEDED = N_("To make contact we must know the age of the person. You can change that answer.")


def outcome_blocks(turn: Turn, screening: Screening) -> list[Block]:
    """Return the outcome in the exact words of the study file."""
    if screening.outcome == Outcome.NOT_NOW and screening.earliest:
        return list(turn.text("not_now_dated", date=screening.earliest))
    if screening.outcome == Outcome.PLAUSIBLE:
        known = "too_little" if _knows_too_little(turn, screening) else "plausible"
        closed = turn.site.standing(turn.today) is not Recruitment.RECRUITING
        return list(turn.text(f"{known}_not_recruiting" if closed else known))
    return list(turn.text(screening.outcome))


def _knows_too_little(turn: Turn, screening: Screening) -> bool:
    most = turn.study.too_little_from
    return screening.outcome == Outcome.PLAUSIBLE and 0 < most <= len(screening.ids(Truth.UNKNOWN))


def too_old_blocks(turn: Turn, screening: Screening) -> tuple[Block, ...]:
    """Say what counts today and will count no more on the day that is told."""
    if screening.outcome != Outcome.NOT_NOW or screening.earliest is None:
        return ()
    then = screen(turn.study, turn.facts(), screening.earliest)
    over = set(screening.ids(Truth.MET)) & set(then.ids(Truth.NOT_MET))
    texts = (criterion.too_old for criterion in turn.study.criteria if criterion.id in over)
    return lines(tuple(text for text in texts if text))


def change_blocks(turn: Turn, screening: Screening) -> tuple[Block, ...]:
    """Say that one can answer again where nothing fails for good but tests that move (study-facts 4.1)."""
    failed = [each for each in screening.findings if each.verdict.truth is Truth.NOT_MET and each.verdict.lasting]
    texts = [turn.study.criterion(each.criterion).changes for each in failed]
    return lines(tuple(dict.fromkeys(texts))) if texts and all(texts) else ()


def reason_texts(turn: Turn, screening: Screening) -> tuple[Text, ...]:
    """Why, in plain words, for each criterion that is not met."""
    found = []
    for finding in screening.findings:
        if finding.verdict.truth is Truth.NOT_MET:
            criterion = turn.study.criterion(finding.criterion)
            causes = {
                VerdictNote.ABOVE: criterion.above,
                VerdictNote.BELOW: criterion.below,
                VerdictNote.ABSENT: criterion.absent,
                VerdictNote.EXPIRED: criterion.expired,
                VerdictNote.UNWANTED: criterion.unwanted,
            }
            text = next((causes.get(note) for note in finding.verdict.notes[:1]), None)
            found.append(Text(text or criterion.reason))
    return tuple(found)


def paper_texts(turn: Turn, screening: Screening) -> tuple[Text, ...]:
    """Return what to bring: the paper and the line that would settle each open point, each once."""
    brings = (turn.study.criterion(id).bring for id in screening.ids(Truth.UNKNOWN))
    return tuple(Text(bring) for bring in dict.fromkeys(brings) if bring)


def result_screen(turn: Turn, intro: tuple[Block, ...] = ()) -> Screen:
    """Return the result: outcome, reasons, what is open, what to bring, that a person decides, and what can be done
    now.
    """
    screening = turn.screening()
    blocks = [*intro, *outcome_blocks(turn, screening), *change_blocks(turn, screening)]
    blocks += too_old_blocks(turn, screening)
    if why := reason_texts(turn, screening):
        blocks.append(Block(why, heading=Text(N_("Why:"))))
    if screening.outcome != Outcome.UNLIKELY and screening.ids(Truth.UNKNOWN):
        blocks += _open_blocks(turn, screening)
    if turn.c.consents.get(Purpose.LATER_RECHECK) and screening.outcome == Outcome.PLAUSIBLE:
        blocks += turn.text("do_not_stop")
    blocks += turn.text("nothing_changes")
    offered, options = offer_blocks_and_buttons(turn, screening)
    blocks += offered
    controls = (BACK, PERSON, LANGUAGE_BUTTON[turn.c.language])
    return Screen(tuple(blocks), "result", "choice", _shown(turn, options), controls)


def _open_blocks(turn: Turn, screening: Screening) -> list[Block]:
    """Return what is open and what to bring; where most is open, what can be done about it comes first."""
    names = tuple(Text(turn.study.criterion(id).name) for id in screening.ids(Truth.UNKNOWN))
    is_open = Block(names, heading=Text(turn.study.texts["still_to_check"][0]))
    bring = paper_texts(turn, screening)
    if not bring:
        return [is_open]
    to_bring = Block(bring, heading=Text(N_("What to bring, if you have it:")))
    return [to_bring, is_open] if _knows_too_little(turn, screening) else [is_open, to_bring]


def _shown(turn: Turn, offered: tuple[Button, ...]) -> tuple[Button, ...]:
    """Return the buttons of the result: at most four, one of them "more", until that was pressed."""
    if turn.c.draft.more:
        return (*offered, *ALWAYS)
    shown = [*offered, *(each for each in ALWAYS if each.value in ("why", "end"))]
    for value in LATER:
        if len(shown) >= MOST_BUTTONS:
            shown = [each for each in shown if each.value != value]
    return (*shown, MORE)


def offer_blocks_and_buttons(turn: Turn, screening: Screening) -> tuple[tuple[Block, ...], tuple[Button, ...]]:
    """Return what is offered with this result, and the buttons for it (study-facts 2)."""
    kind = heading_of_result(turn, screening)
    if not is_adult(screening, turn):
        return (line(turn.words(AGE_NEEDED, HELPER_AGE_NEEDED)),), ()
    buttons: list[Button] = []
    if kind == Heading.REVIEW:
        buttons.append(Button("contact", Text(N_("Ask someone to look"))))
    elif kind == Heading.REFERRAL:
        buttons.append(Button("contact", Text(turn.words(N_("Yes, contact me"), N_("Yes, they want that")))))
    elif kind:
        on_list = Button("contact", Text(turn.words(N_("Yes, put me on the list"), N_("Yes, put them on the list"))))
        buttons.append(on_list)
    if kind != Heading.REVIEW and not (kind == Heading.REFERRAL and screening.outcome == Outcome.PLAUSIBLE):
        buttons.append(Button("review", Text(N_("Ask someone to look"))))
    if screening.outcome == Outcome.NOT_NOW and screening.earliest and Purpose.LATER_RECHECK not in turn.c.consents:
        buttons.append(Button("recheck", Text(N_("Write to me on that day"))))
    return (turn.text(f"offer_{kind}") if kind else ()), tuple(buttons)


def answer_result(turn: Turn, button: Button) -> Next:
    """Take a press on the result."""
    match button.value:
        case "contact" | "review":
            return _ask_for_contact(turn, button)
        case "recheck":
            return _write_on_that_day(turn, button)
        case "more":
            turn.c.draft = replace(turn.c.draft, more=True)
            # below, not in its place: a second tap would hit the button that came there
            return ShowInstead(replace(result_screen(turn), blocks=(line(WHAT_NOW, Look.STRONG),)))
        case "why":
            return ShowInstead(replace(result_screen(turn), blocks=why_blocks(turn)))
        case "change":
            turn.lock(button.label)
            turn.move("correct")
            return Show()
        case "summary":
            return Open(StepName.SUMMARY)
        case "notes":
            return Open(StepName.NOTES)
        case "end":
            return _end(turn, button)
    # NOTHING_SENT, a typed no to the offer; or a button of an older program.
    return Show((line(N_("That is fine. Nothing was sent.")),))


def read(turn: Turn, text: str) -> Next | None:
    """Show the reasons to a bare "why?", and the list of answers to what says that one is wrong: it is read there."""
    if says_only(turn, text, "why", "review"):
        return answer_result(turn, Button("why", Text("")))
    if (hidden := _hidden(turn, text)) is not None:
        return answer_result(turn, hidden)
    if not says_wrong(turn, text) and told_of_an_answer(turn, text) is None:
        return None
    turn.move("correct")
    return Reread(text)


def _hidden(turn: Turn, text: str) -> Button | None:
    """Return the button behind "more" that was typed; the one that erases only in its own words."""
    _, offered = offer_blocks_and_buttons(turn, turn.screening())
    shown = _shown(turn, offered)
    behind = tuple(each for each in (*offered, *ALWAYS) if each not in shown)
    said = labelled(turn, behind, text)
    if said is None and says_only(turn, text, "look", "said"):
        said = next((each for each in behind if each.value == "review"), None)
    if said is None or said.value != "end" or is_press(turn, Screen((), "result", options=behind), said, text):
        return said
    return None


def _ask_for_contact(turn: Turn, button: Button) -> Next:
    """On to how to reach the person; the state of the study, or the result, may have changed meanwhile."""
    if (changed := judged_again(turn)) is not None:
        return changed
    kind = heading_of(turn, Heading.REVIEW if button.value == "review" else None)
    _, offered = offer_blocks_and_buttons(turn, turn.screening())
    label = next((other.label for other in offered if other.value == button.value), None)
    if not kind or label is None:
        return Show()
    turn.lock(label)
    turn.move("agree")
    turn.c.contact, turn.c.draft = {}, Draft(heading=kind)
    return Show()


def _write_on_that_day(turn: Turn, button: Button) -> Next:
    """Agree to one message on the day of the result; apart from it, ask if the answers may be kept until then."""
    day = turn.screening().earliest
    if day is None:
        return Show()
    turn.c.recheck_on = day.isoformat()
    turn.replies.append(Consent(Purpose.LATER_RECHECK, ConsentAction.GIVEN, (Block((button.label,)),)))
    turn.c.consents[Purpose.LATER_RECHECK] = True
    turn.replies.append(Remind(Reminder.RECHECK, day))
    turn.tell(
        line(N_("We will write to you once, on {date}. The message will say nothing about health."), date=day),
        *turn.text("do_not_stop"),
    )
    return Open(StepName.RECHECK)


def _end(turn: Turn, button: Button) -> Next:
    turn.lock(button.label)
    if turn.c.recheck_on and not turn.c.consents.get(Purpose.KEEP):
        return _only_the_day_stays(turn)
    if turn.c.recheck_on:
        # They agreed that the answers stay until that day: ending the talk does not break the promise.
        day = date.fromisoformat(turn.c.recheck_on)
        turn.tell(line(N_("That is all for now. As you agreed, we keep your answers until {day}."), day=day))
        turn.tell(*turn.text("do_not_stop"), line(N_("To erase them now: /delete."), Look.HINT))
        return Stay()
    turn.move("stop")
    turn.forget()
    turn.tell(line(turn.words(ENDED, HELPER_ENDED)), *notes_stay(turn))
    return Stay()


def _only_the_day_stays(turn: Turn) -> Next:
    """End without the answers: to write on a day was agreed to, to keep them until then was not."""
    day = date.fromisoformat(turn.c.recheck_on)
    turn.move("start_over")
    turn.c.answers, turn.c.offered = {}, []
    turn.tell(line(N_("We erased your answers. As you asked, we will write to you once, on {date}."), date=day))
    turn.tell(*turn.text("do_not_stop"))
    return Stay()
