"""The register of breaches, and what those affected are told in clear words (CL-21)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.admin.cases import COMMAND_LINE, Installation
from bot.config.clock import system_clock
from bot.config.register import RegisterError, add_entry, entries
from bot.config.settings import Settings
from bot.config.site import SiteFile
from bot.desk import breach_yes
from bot.render.paragraphs import say
from bot.render.texts import Texts
from bot.store import audit, breach_notices
from bot.store.audit import AuditAct
from bot.store.tx import Tx
from dialogs.languages import Language
from dialogs.privacy.breach import breach_texts

#: Beside the site's file. It names nobody.
BREACHES = "breaches.jsonl"

ASKED = (
    "Owners asked in private: {n}. Nothing is sent before one of them says yes, within 24 hours. Then run this again."
)
WAITS = "The owners were asked and none has answered. Nothing is sent yet."
SENT = "Sent on {day} to {told}. Out of reach for the bot: {left}. They have to be told in another way (section 11)."
NO_OWNER = "No owner of the team can be asked. Invite one first: `tamiz staff invite`."

#: What is said to people, in each language: `data`, `effects`, `measures`.
Words = Mapping[Language, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """What is entered: what happened, to how many about, who was told, and what those affected are told."""

    day: date
    happened: str
    people: int
    told: str
    words: Words


def add_breach(settings: Settings, breach: Breach) -> int:
    """Enter a breach; its number."""
    path = settings.site.parent / BREACHES
    number = len(entries(path)) + 1
    words = {str(language): dict(said) for language, said in breach.words.items()}
    entry = {"number": number, "day": breach.day.isoformat(), "happened": breach.happened}
    add_entry(path, {**entry, "people": breach.people, "told": breach.told, "words": words})
    return number


def message_to_affected(breach: Breach, place: SiteFile, texts: Texts, language: Language) -> str:
    """Return the message to those affected, in this language."""
    return "\n\n".join(say(line, language, texts) for line in breach_texts(breach.words[language], contact_of(place)))


def contact_of(place: SiteFile) -> str:
    """Return whom people ask about it."""
    known = [place.facts.get(name, {}).get("*", "") for name in ("email", "phone")]
    return ", ".join(each for each in known if each) or "«falta»"


def breach_of(settings: Settings, number: int) -> Breach:
    """Return a breach of the register; RegisterError where there is none of this number."""
    path = settings.site.parent / BREACHES
    for entry in entries(path):
        if entry.get("number") == number:
            words = {Language(code): dict(said) for code, said in entry["words"].items()}
            day = date.fromisoformat(entry["day"])
            return Breach(day=day, happened=entry["happened"], people=entry["people"], told=entry["told"], words=words)
    raise RegisterError([f"{path}: no breach {number}. `tamiz breach list` shows those that there are."])


def send_breach(installation: Installation, texts: Texts, number: int) -> list[str]:
    """Ask the owners whether the message of this breach goes to all; what there is to say of it, in lines.

    Nothing is sent here: an owner's press in private sends it. Called again, it says what became of it."""
    place, now = installation.place, system_clock()
    breach, contact = breach_of(installation.settings, number), contact_of(place)
    words = {str(language): dict(said) for language, said in breach.words.items()}

    def work(tx: Tx) -> list[str]:
        known = breach_notices.breach_notice(tx, now)
        if known is not None and known.breach == number:
            if known.sent_at is None:
                return [WAITS]
            return [SENT.format(day=f"{known.sent_at:%Y-%m-%d}", told=known.told, left=known.left)]
        owners = breach_yes.ask_owners(tx, texts, breach_notices.ask_notice(tx, number, words, contact, now))
        if not owners:
            breach_notices.drop_notice(tx)
            raise RegisterError([NO_OWNER])
        audit.write_audit(tx, actor=COMMAND_LINE, act=AuditAct.BREACH_ASKED, subject=f"breach {number}", at=now)
        return [ASKED.format(n=owners)]

    return installation.store.write_now(work)


def breach_lines(settings: Settings) -> list[str]:
    """Return every breach in a line, oldest first."""
    path = settings.site.parent / BREACHES
    found = []
    for line, entry in enumerate(entries(path), 1):
        try:
            count = f"about {entry['people']} people"
            found.append(f"{entry['number']}  {entry['day']}  {count}  {entry['happened']}  told: {entry['told']}")
        except KeyError:
            raise RegisterError([f"{path}, line {line}: no entry. Correct it there, or restore it."]) from None
    return found
