"""The register of breaches, and what those affected are told in clear words (CL-21)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.admin.register import RegisterError, add_entry, entries
from bot.config.settings import Settings
from bot.config.site import SiteFile
from bot.render.paragraphs import say
from bot.render.texts import Texts
from dialogs.languages import Language
from dialogs.screens import N_, Text

#: Beside the site's file. It names nobody.
BREACHES = "breaches.jsonl"

#: Which data, what may follow, what was done: what the law wants each person to be told.
MESSAGE = (
    N_("Important: data that you gave to this bot may have come into other hands."),
    N_("Which data: {data}"),
    N_("What may follow: {effects}"),
    N_("What we did: {measures}"),
    N_("To ask us about it: {contact}. To erase your data here: /delete."),
)

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
    known = [place.facts.get(name, {}).get("*", "") for name in ("email", "phone")]
    contact = ", ".join(each for each in known if each) or "«falta»"
    fields = {**breach.words[language], "contact": contact}
    return "\n\n".join(say(Text(line, fields), language, texts) for line in MESSAGE)


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
