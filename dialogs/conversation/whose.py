"""Which of two people it is about, where one account serves two (RE-04)."""

from __future__ import annotations

from dialogs.conversation.turn import Turn, line
from dialogs.languages import Language
from dialogs.screens import N_, Block, Look, Text
from dialogs.site import StudyCard

#: Above whatever a right shows or does, once there are two.
YOURS = N_("This is about you, code {code}. To go to the other person: /whom.")
HELPED = N_("This is about {person}, code {code}. To go to the other person: /whom.")
STAYS = N_("What has code {code} stays as it is.")
#: Above what comes unasked, once there are two; no word of an illness, since it may show on a lock screen (TG-37).
ABOUT = N_("About code {code}:")
ABOUT_THE_OTHER = N_("About code {code}. To go there: /whom.")
#: The same, where the site has several studies.
OF_STUDY = N_("This is about the study “{title}”. For another study: /studies.")
IN_EVERY = N_("This holds in every study of this chat.")
OTHERS_STAY = N_("What you have in other studies stays as it is. To see them: /studies.")
SENT_THERE = N_("In the study “{title}” something was sent too. Code: {code}. To go there: /studies.")
BEGUN_THERE = N_("In the study “{title}” answers were begun. To go on there: /studies.")
ANOTHER_STUDY = N_("For another study: /studies.")
ABOUT_STUDY = N_("About another study. To go there: /studies.")
ABOUT_STUDY_SENT = N_("About another study, code {code}. To go there: /studies.")


def title_of(card: StudyCard, language: Language) -> str:
    """Return what a study is called in this language."""
    return card.title[language]


def kept_elsewhere(turn: Turn) -> tuple[StudyCard, ...]:
    """Return the other studies in which something of the same person is kept."""
    return tuple(card for card in turn.site.studies if card.is_kept and card.id != turn.file.id)


def elsewhere(turn: Turn) -> tuple[Block, ...]:
    """Say what there is of the person in other studies, and how to go there."""
    return tuple(
        line(SENT_THERE if card.code else BEGUN_THERE, title=title_of(card, turn.c.language), code=card.code)
        for card in kept_elsewhere(turn)
    )


def another_study(turn: Turn) -> tuple[Block, ...]:
    """Say how to go to another study; nothing where there is only one."""
    return (line(ANOTHER_STUDY, Look.HINT),) if turn.site.studies else ()


def whose(turn: Turn) -> tuple[Block, ...]:
    """Return which of several studies and of two people this is about; nothing where there is only one."""
    own = next((card for card in turn.site.studies if card.id == turn.file.id), None)
    study = (line(OF_STUDY, Look.HINT, title=title_of(own, turn.c.language)),) if own and kept_elsewhere(turn) else ()
    return (*study, *whom(turn))


def in_every_study(turn: Turn) -> tuple[Block, ...]:
    """Say that something holds in every study where something of the person is kept; of whom, where there are two."""
    everywhere = (line(IN_EVERY, Look.HINT),) if kept_elsewhere(turn) else ()
    return (*everywhere, *whom(turn))


def whom(turn: Turn) -> tuple[Block, ...]:
    """Return which of two people this is about; nothing where there is only one."""
    c = turn.c
    if not c.beside:
        return ()
    return (line(turn.words(YOURS, HELPED), Look.HINT, code=c.code, person=Text(turn.study.person)),)


def other_stays(turn: Turn) -> tuple[Block, ...]:
    """Say that what is kept of the other person stays; nothing where there is none."""
    code = turn.c.beside.get("code")
    return (line(STAYS, Look.HINT, code=code),) if code else ()


def other_studies_stay(turn: Turn) -> tuple[Block, ...]:
    """Say that what is kept in other studies stays; nothing where there is none."""
    return (line(OTHERS_STAY, Look.HINT),) if kept_elsewhere(turn) else ()


def named(turn: Turn) -> tuple[Block, ...]:
    """Return of which study and of whom something comes unasked; nothing where there is only one."""
    if any(card.here and card.id != turn.file.id for card in turn.site.studies):
        return (line(ABOUT_STUDY_SENT, code=turn.c.code) if turn.c.referral_state else line(ABOUT_STUDY),)
    if not turn.c.beside:
        return ()
    return (line(ABOUT_THE_OTHER if turn.c.beside.get("now") else ABOUT, code=turn.c.code),)
