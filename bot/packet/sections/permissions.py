"""Section 7: table C, one row for each thing that a person may allow, what is kept of it and how it is taken back."""

from __future__ import annotations

from bot.packet.document import Block, Cell, Prose, Section, Table, plain
from bot.packet.sections.all_texts import numbers
from bot.packet.writer import Writer
from dialogs.conversation.reminders import REMINDERS, reminder_for
from dialogs.conversation.steps.contact import (
    AGREES,
    HELPER_AGREES,
    HELPER_ASKS,
    HELPER_ASKS_ALL,
    HELPER_SENDS,
    KEEP,
    SENDS,
)
from dialogs.conversation.steps.doctor import AFTERWARDS, ASKED, HELPER_ASKED, HOW, NAMES
from dialogs.conversation.steps.notes import MAY_KEEP
from dialogs.conversation.steps.rights import PURPOSES
from dialogs.conversation.steps.sharing import MAY_SHARE
from dialogs.conversation.texts.referral_status import OPENING, REMIND_VISIT
from dialogs.privacy.notice import WHOLE
from dialogs.replies import Purpose

HEADS = (
    ("c_purpose", 2.4), ("c_texts", 2.0), ("c_kept_of_it", 3.4), ("c_how_long", 2.4), ("c_taken_back", 2.4),
    ("c_then", 3.4),
)  # fmt: skip


def section(w: Writer) -> Section:
    """Return the section."""
    rows = [_row(w, purpose) for purpose in Purpose]
    rows += [_other(w, "mandate", numbers(w, [*w.inputs.study.texts.get("helper", ()), HELPER_SENDS]))]
    rows += [_other(w, "refused", "")]
    table = Table(w.pair("table_c"), w.columns(*HEADS), tuple(rows))
    blocks: tuple[Block, ...] = (Prose(w.pair("s7_intro")), table, Prose(w.pair("s7_refusal")))
    return Section("7", w.pair("s7"), blocks)


def asked(w: Writer, purpose: Purpose) -> tuple[str, ...]:
    """Return the English of every text by which this permission is asked."""
    if purpose is Purpose.ANSWER:
        return (*w.inputs.study.texts.get("consent", ()), WHOLE)
    if purpose is Purpose.SEND:
        typed = (*SENDS.values(), *HELPER_ASKS.values(), HELPER_ASKS_ALL)
        return (*AGREES.values(), *HELPER_AGREES.values(), HELPER_SENDS, *typed)
    if purpose is Purpose.KEEP:
        return (KEEP,)
    if purpose is Purpose.SHARE:
        return MAY_SHARE
    if purpose is Purpose.TEAM_SHARE:
        return (ASKED, HELPER_ASKED, HOW, *NAMES.values(), AFTERWARDS)
    if purpose is Purpose.NOTES:
        return (MAY_KEEP,)
    reminder = reminder_for(purpose)
    asked = {Purpose.LATER_OPENING: (OPENING,), Purpose.LATER_VISIT: (REMIND_VISIT,)}.get(purpose, ())
    return (*asked, *((REMINDERS[reminder].text,) if reminder else ()), PURPOSES[purpose])


def _row(w: Writer, purpose: Purpose) -> tuple[Cell, ...]:
    return (
        w.both(w.written(PURPOSES[purpose])),
        plain(numbers(w, asked(w, purpose))),
        w.both("consent_record"),
        w.both("consent_years", years=w.periods()["years"]),
        w.both("taken_back"),
        w.both(f"then_{purpose}"),
    )


def _other(w: Writer, name: str, texts: str) -> tuple[Cell, ...]:
    """Return a row that is no purpose of its own: the mandate of who helps, a refusal."""
    years = w.both("consent_years", years=w.periods()["years"])
    return (
        w.both(name),
        plain(texts or "–"),
        w.both(f"{name}_kept"),
        years,
        w.both(f"{name}_back"),
        w.both(f"then_{name}"),
    )
