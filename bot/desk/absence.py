"""After an outage: the open question is shown once more to whoever was in the middle of the way (IN-11).

The platform keeps what people write for a day, but a press that nobody answered for some minutes never arrives, and
the person waits for a question that waits for them. So while the bot hears the platform it notes now and then that it
does. When it hears it again after longer than a press lives, the absence is filed in the same transaction, and
stays until everybody concerned was shown their question: a crash in between leaves nobody out and asks nobody twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk import patient
from bot.desk.context import DeskContext
from bot.store import conversations, messages, settings
from bot.store.tx import PersonId, Tx
from dialogs.conversation.incoming import Returned

#: An absence that is longer may have cost somebody a press. The platform drops one after about 150 seconds.
AWAY = timedelta(seconds=120)
#: Who did something within this time before the absence was in the middle of the way.
TALKING = timedelta(hours=2)
_HEARD, _AWAY = "heard_at", "away"


@dataclass(frozen=True, slots=True)
class Absence:
    """From when to when nothing was heard."""

    since: datetime
    until: datetime


def note_heard(tx: Tx, now: datetime) -> None:
    """Note that the platform is heard at this moment."""
    settings.set_setting(tx, _HEARD, now.isoformat())


def note_absence(tx: Tx, now: datetime, absence: Absence | None) -> None:
    """File an absence that was long enough, and that it is over; one that is not worked off yet becomes longer."""
    if absence is not None and absence.until - absence.since > AWAY:
        before = absence_of(tx)
        since = min(absence.since, before.since) if before is not None else absence.since
        settings.set_setting(tx, _AWAY, f"{since.isoformat()} {absence.until.isoformat()}")
    note_heard(tx, now)


def last_heard(tx: Tx) -> datetime | None:
    """Return when the platform was last heard, as far as it was noted; None at the first start."""
    noted = settings.setting(tx, _HEARD)
    return datetime.fromisoformat(noted) if noted else None


def absence_of(tx: Tx) -> Absence | None:
    """Return the absence after which not everybody was shown their question yet."""
    noted = settings.setting(tx, _AWAY)
    return Absence(*map(datetime.fromisoformat, noted.split(" "))) if noted else None


def end_absence(tx: Tx) -> None:
    """Note that everybody was shown their question."""
    settings.drop_setting(tx, _AWAY)


def who_was_talking(tx: Tx, absence: Absence) -> list[PersonId]:
    """Return the persons who were in the middle of the way and have done nothing since."""
    return conversations.last_moved(tx, absence.since - TALKING, absence.until)


def show_again(tx: Tx, context: DeskContext, person: PersonId, absence: Absence, now: datetime) -> None:
    """Show this person's open question, unless it was shown since or is on its way."""
    found = conversations.reachable_conversation(tx, person)
    if found is None:
        return
    kept, chat_id = found
    prompt = int(kept.body.get("prompt", 0))
    shown = messages.prompt_message(tx, chat_id, prompt, person)
    if messages.is_waiting(tx, person, prompt) or (shown is not None and shown.shown_at >= absence.until):
        return
    patient.handle_event(tx, context, person, Returned(), now)
